"""What is said about signing in: where somebody is not let in, and where access.yaml does not hold."""

from collections.abc import Mapping

from kraftkollen.words.translate import mark

SIGN_IN_ERRORS: Mapping[str, str] = {
    "sign_in_needed": mark("Sign in to see this page."),
    "sign_in_expired": mark("Your sign-in has expired. Sign in again: you come back to this page."),
    "sign_in_incomplete": mark(
        "The city's sign-in did not say who you are: {claim} is missing. Tell an administrator, who mends access.yaml."
    ),
    "sign_in_misconfigured": mark("Sign-in is not set up fully, so nobody is let in: {what}. An administrator must mend it."),
    "not_local": mark(
        "Sign-in is not set up, so the tool answers only to the machine that it runs on, not to {address}. "
        "Open it there at 127.0.0.1, or set up sign-in."
    ),
}

SIGN_IN_PROBLEMS: Mapping[str, str] = {
    "access_owners_missing": mark(
        "The group {subject} makes officers of no committee or company. Give the owners that they deliver for."
    ),
    "access_owners_unused": mark("The group {subject} has owners but not the role officer. Add the role, or remove them."),
    "access_unknown_owner": mark("The group {subject}: {given} is no body of the programme. Mend the id."),
}

SIGN_IN_TERMS: Mapping[str, str] = {
    "no_auth_section": mark("there is an access.yaml, but no section [auth] in .streamlit/secrets.toml"),
    "secrets_unreadable": mark(".streamlit/secrets.toml cannot be read"),
    "weak_cookie_secret": mark("cookie_secret in .streamlit/secrets.toml must have at least 32 characters drawn at random"),
}

ROLES: Mapping[str, str] = {
    "visitor": mark("visitor"),
    "reader": mark("reader"),
    "politician": mark("politician"),
    "steering_group": mark("steering group"),
    "secretary": mark("committee secretary"),
    "officer": mark("officer"),
    "central_statistician": mark("central statistician"),
    "approver": mark("approver"),
    "analyst": mark("analyst"),
    "administrator": mark("administrator"),
}
