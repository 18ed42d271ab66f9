# Checking the set-up
checkup-title = Set-up check
checkup-well = All is well: Maillage’s permissions, its { $channels } channels and categories, and { $roles ->
    [one] the role of { $roles } group
   *[other] the roles of { $roles } groups
}.
checkup-waiting = { $count ->
    [one] { $count } delivery waits for its time
   *[other] { $count } deliveries wait for their time
}
checkup-more = { $count ->
    [one] And { $count } more. Settle these first, then check again.
   *[other] And { $count } more. Settle these first, then check again.
}
checkup-others = { $count ->
    [one] { $count } other
   *[other] { $count } others
}
checkup-intent = Discord does not tell Maillage who leaves the community.
    .do = The person who hosts Maillage has to switch on “Server Members Intent” in the developer portal (Bot), then restart the bot.
checkup-server-permissions = { $count ->
    [one] Maillage lacks a permission on the server:
   *[other] Maillage lacks { $count } permissions on the server:
}
    .do = In *Server Settings → Roles → { $role } → Permissions*, grant { $count ->
        [one] it
       *[other] them
    }. What was waiting for it then repairs itself.
checkup-roles-above = { $count ->
    [one] The role { $roles } is not below Maillage’s own, so that it can’t be given or taken.
   *[other] The roles { $roles } are not below Maillage’s own, so that they can’t be given or taken.
}
    .do = In *Server Settings → Roles*, drag the role **{ $role }** above those of the groups.
checkup-channel-permissions = { $count ->
    [one] In { $channels }, Maillage lacks a permission:
   *[other] In { $channels }, Maillage lacks { $count } permissions:
}
    .do = In *Edit Channel → Permissions*, grant { $count ->
        [one] it
       *[other] them
    } to **{ $role }**{ $places ->
        [one] .
       *[other] , channel by channel.
    }
checkup-history = In { $channels }, Maillage can’t see earlier messages: after an outage nothing tells it whether one of its own arrived there.
    .do = In *Edit Channel → Permissions*, grant “Read Message History” to **{ $role }**.
checkup-channels-missing = { $count ->
    [one] A channel or category does not exist: { $channels }.
   *[other] { $count } channels or categories do not exist: { $channels }.
}
    .do = { $blocked ->
        [yes] Grant the missing permissions first, then check again.
       *[no] Maillage is seeing to it: check again in a minute.
    }
checkup-roles-missing = { $count ->
    [one] A group’s role does not exist: { $roles }.
   *[other] The roles of { $count } groups do not exist: { $roles }.
}
    .do = { $blocked ->
        [yes] Grant “Manage Roles” first, then check again.
       *[no] Maillage is seeing to it: check again in a minute.
    }
checkup-organiser-role = The organisers’ role no longer exists: only people who manage the server can use your commands.
    .do = Give “Manage Server” to the people of your team. A new role of the same name changes nothing.
checkup-paused = { $count ->
    [0] Maillage resumes from a backup: nothing is sent until everything was looked up on Discord.
    [one] Maillage resumes from a backup: { $count } delivery is still to be looked up on Discord, and nothing is sent until then.
   *[other] Maillage resumes from a backup: { $count } deliveries are still to be looked up on Discord, and nothing is sent until then.
}
    .do = That takes a few minutes. If it goes on, tell the person who hosts Maillage.
checkup-late = { $count ->
    [one] { $count } delivery is more than a minute late.
   *[other] { $count } deliveries are more than a minute late.
}
    .do = If the number does not fall, tell the person who hosts Maillage.
checkup-failed = { $count ->
    [one] { $count } delivery failed in the last seven days.
   *[other] { $count } deliveries failed in the last seven days.
}
    .do = The notices in your organisation channel and the delivery reports say which and why. Do again what still holds.
checkup-uncertain = { $count ->
    [one] Of one delivery of the last seven days nobody knows whether it arrived.
   *[other] Of { $count } deliveries of the last seven days nobody knows whether they arrived.
}
    .do = The notices in your organisation channel and the delivery reports say where to look.
checkup-unpublished = { $channels } is an ordinary channel: announcements there are not published to servers that would follow it.
    .do = If you want that, switch on *Announcement Channel* in *Edit Channel*. Otherwise there is nothing to do.
