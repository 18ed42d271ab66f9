# The start of an event, as it was typed
dates-unknown = “{ $text }” does not read as a date. Write for example “4 December 18:30”, “Tuesday 6pm” or “04/12/2026 14:00”.
dates-no-such-day = “{ $text }”: there is no such day. Try “{ $suggestion }”.
dates-month-first = “{ $text }”: there are only twelve months. The day comes before the month: try “{ $suggestion }”.
dates-no-such-hour = “{ $text }”: there is no such hour. Write it from 00:00 to 23:59, for example “4 December 18:30”.
dates-day-missing = “{ $text }”: the day is missing. Write for example “{ $suggestion }”.
dates-hour-missing = “{ $text }”: the hour is missing. Write for example “{ $suggestion }”.
dates-year-missing = “{ $text }” has just gone by. If you mean the next one, add the year: “{ $suggestion }”.
dates-past = “{ $text }” is already past: it reads { $understood }. Write a date to come, for example “tomorrow 18:30”.
dates-too-far = “{ $text }” is too far ahead: the latest possible is { $limit }. Check the year.
dates-weekday-differs = “{ $text }”: the weekday and the date do not go together. Write “{ $understood }” or “{ $suggestion }”.
dates-part-differs = “{ $text }”: the hour and the part of the day do not go together. Write for example “{ $suggestion }”.
dates-ambiguous-hour = “{ $text }”: the hour can be read in two ways. Write “{ $first }” or “{ $second }”.
dates-two-readings = “{ $text }” can be read in two ways. Write “{ $first }” or “{ $second }”.
dates-skipped-hour = “{ $text }”: that hour does not exist on that day, because the clocks go forward. Try “{ $suggestion }”.

# The length of an event, as it was typed
durations-unknown = “{ $text }” does not read as a duration. Write for example “2h”, “1h30” or “90 min”.
durations-too-long = “{ $text }” is too long: an event lasts { $longest } at most. Write for example “2h” or “3 days”.

# The end of a repetition, as it was typed
endings-unknown = “{ $text }” does not say until when. Write for example “30 June 2027” or “10 times”; leave it empty to repeat without end.
endings-too-many = “{ $text }”: it can be repeated from 1 to { $most } times. Write for example “10 times”, or a date such as “30 June 2027”.
