"""The check of a password reset link, apart from accounts.py: allauth's forms import that one."""

from allauth.account.forms import UserTokenForm

from courseware.models import User


class ActiveUserTokenForm(UserTokenForm):
    """Refuses the link of an account that was suspended after the link was mailed."""

    def _get_user(self, uidb36: str) -> User | None:
        user: User | None = super()._get_user(uidb36)
        return user if user is not None and user.is_active else None
