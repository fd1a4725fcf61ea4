"""probe"""
import json
import pytest
from django.db import transaction
from django.test import Client
from tests.site import *

def word(r):
    if r.status_code == 302:
        return "login" if r["Location"].startswith("/accounts/login/") else "on:"+r["Location"].replace("http://testserver","")
    return str(r.status_code)

def test_probe(people):
    site = build(people)
    forms = site.forms()
    for name in names():
        for method in ("get","post"):
            row=[]
            for v in VISITORS:
                c = Client(raise_request_exception=False)
                if v != ANONYMOUS: c.force_login(people.by_name[v])
                sid = transaction.savepoint()
                if method=="get": r=c.get(site.path(name))
                elif name=="attempt_answers": r=c.post(site.path(name), json.dumps(forms[name]), content_type="application/json")
                else: r=c.post(site.path(name), forms.get(name,{}))
                transaction.savepoint_rollback(sid)
                row.append(word(r))
            print(f"{name:34s} {method:4s} ", " ".join(row))
