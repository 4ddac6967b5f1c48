"""Maps the events of Caravan's auth records to the event types of Panther's rules.

One attempt counts once: a login that PAM refuses has a message of PAM and one of its program, and the program's is taken.
"""

import panther_event_type_helpers as event_type

EVENT_TYPES = {
    "ssh_failed": event_type.FAILED_LOGIN,
    "auth_failure": event_type.FAILED_LOGIN,
    "su_failed": event_type.FAILED_LOGIN,
    "sudo_failed": event_type.FAILED_LOGIN,
    "ssh_login": event_type.SUCCESSFUL_LOGIN,
    "login": event_type.SUCCESSFUL_LOGIN,
    "su": event_type.SUCCESSFUL_LOGIN,
    "user_added": event_type.USER_ACCOUNT_CREATED,
    "user_deleted": event_type.USER_ACCOUNT_DELETED,
    "user_changed": event_type.USER_ACCOUNT_MODIFIED,
    "user_renamed": event_type.USER_ACCOUNT_MODIFIED,
    "group_added": event_type.USER_GROUP_CREATED,
    "group_changed": event_type.USER_GROUP_MODIFIED,
    "group_member_added": event_type.USER_GROUP_MODIFIED,
    "group_deleted": event_type.USER_GROUP_DELETED,
}


def get_event_type(event):
    """Returns Panther's event type of a record; None where it has none."""
    if event.get("service"):
        # PAM's own message about what a program tells, too.
        return None
    return EVENT_TYPES.get(event.get("event"))
