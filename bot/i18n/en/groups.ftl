groups-title = Working groups
groups-none = No group yet. The organisers create them with the community’s configuration.
groups-members = { $count ->
    [0] nobody yet
    [1] 1 person
   *[other] { $count } people
}
groups-menu = Join one or more groups
groups-join = Join
groups-leave = Leave
groups-rejoin = Join again
groups-joined = { $has_channel ->
    [yes] You are in **{ $group }**: find the group in { $channel }.
   *[no] You are in **{ $group }**. Its channel opens in a moment.
}
groups-joined-already = { $has_channel ->
    [yes] You were already in **{ $group }**: { $channel }.
   *[no] You were already in **{ $group }**.
}
groups-left = You have left **{ $group }**. Its reminders and announcements will not reach you any more.
groups-left-already = You are not in **{ $group }**: nothing to leave.
groups-unknown = No group is called “{ $text }”. Choose among: { $groups }.
groups-panel-title = Choose your working groups
groups-panel-invitation = Join the groups that speak to you: their channel opens at once. You can change whenever you like.
