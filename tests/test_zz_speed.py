import time
from assessments.models import Standing
from tests.evidence import make_ready, make_begun, make_failed
from tests.people import make_person, JOINED
from courseware.domain.enrolments import enrol, give_consent
def test_it(people):
    bad=0
    for i in range(24):
        u=make_person(f"p{i}@attune.example", f"P {i}"); e=enrol(u,people.cohort,now=JOINED); give_consent(e,now=JOINED)
        t=time.perf_counter(); make_ready(e); s=Standing.objects.filter(enrolment=e).order_by("-pk").first()
        print(i, round(time.perf_counter()-t,2), s.verdict, [g["gate"] for g in s.gates if g["verdict"]!="pass"])
    for f,e in ((make_ready,people.enrolment),(make_ready,people.other_enrolment),(make_ready,people.foreign_enrolment)):
        t=time.perf_counter(); f(e); print(f.__name__, time.perf_counter()-t, Standing.objects.filter(enrolment=e).order_by("-pk").first().verdict)
