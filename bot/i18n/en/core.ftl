language-conventions = en_GB

# Dates and durations
format-day = { $weekday } { $day } { $month } { $year }
format-time = { $hours }:{ $minutes }
format-moment = { $day } at { $time }
format-zone = { $city } time
format-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
format-hours = { $count } h
format-minutes = { $count } min

# What is wrong, whatever the command
mistake-community-only = This command works in a channel of the community: open one and try again.
mistake-organisers-only = Only the organisers can do this. Ask them to take care of it.
mistake-not-served = I am not set up for this community. Ask the person who hosts me to add it.
mistake-not-ready = I am still getting to know this community. Try again in a minute.
fault = A problem on our side stopped this; nothing was left half done. Try again in a moment; if it goes on, give the organisers this reference: { $reference }.

# Lists
pager-previous = Previous
pager-next = Next
pager-position = Page { $page } of { $pages }
