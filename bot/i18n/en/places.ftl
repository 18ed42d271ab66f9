# The community’s categories and channels
place-maillage = Maillage
place-groups = Working groups
place-welcome = welcome
    .topic = What you find here, and the working groups to join.
place-announcements = announcements
    .topic = What the organisers announce to the whole community.
place-events = events
    .topic = The network’s events: sign up with one click.
place-introductions = introductions
    .topic = Your introductions open here, in private threads that only you can see.
place-organisation = organisation
    .topic = The organisers: their commands, and what Maillage has to tell them.

# Permissions, named as in Discord’s settings
permission-manage-channels = Manage Channels
    .why = to make the groups’ channels and repair them
permission-manage-roles = Manage Roles
    .why = to give members the roles of their groups and open the groups’ channels to them
permission-view-channel = View Channels
    .why = to post where it should, and open each group’s channel to the group
permission-send-messages = Send Messages
    .why = to post events, reminders and announcements
permission-attach-files = Attach Files
    .why = to show an announcement’s picture
permission-read-message-history = Read Message History
    .why = to let those who join a group read what was said before
permission-create-public-threads = Create Public Threads
    .why = to keep read-only channels free of threads
permission-create-private-threads = Create Private Threads
    .why = to open a thread for two introduced people alone
permission-send-messages-in-threads = Send Messages in Threads
    .why = to say in that thread why these two people
permission-create-events = Create Events
    .why = to enter each event in the server’s own list (all else works without it)
