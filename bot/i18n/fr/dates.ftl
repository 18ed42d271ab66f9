# Le début d’un événement, tel qu’il a été tapé
dates-unknown = « { $text } » ne se lit pas comme une date. Écrivez par exemple « 4 décembre 18h30 », « mardi 18h » ou « 04/12/2026 14:00 ».
dates-no-such-day = « { $text } » : ce jour n’existe pas. Essayez « { $suggestion } ».
dates-month-first = « { $text } » : il n’y a que douze mois. Le jour s’écrit avant le mois : essayez « { $suggestion } ».
dates-no-such-hour = « { $text } » : cette heure n’existe pas. Écrivez-la de 0h00 à 23h59, par exemple « 4 décembre 18h30 ».
dates-day-missing = « { $text } » : il manque le jour. Écrivez par exemple « { $suggestion } ».
dates-hour-missing = « { $text } » : il manque l’heure. Écrivez par exemple « { $suggestion } ».
dates-year-missing = « { $text } » vient de passer. S’il s’agit de la prochaine fois, ajoutez l’année : « { $suggestion } ».
dates-past = « { $text } » est déjà passé : cela se lit { $understood }. Écrivez une date à venir, par exemple « demain 18h30 ».
dates-too-far = « { $text } » est trop loin : le plus tard possible est { $limit }. Vérifiez l’année.
dates-weekday-differs = « { $text } » : le jour de la semaine et la date ne vont pas ensemble. Écrivez « { $understood } » ou « { $suggestion } ».
dates-part-differs = « { $text } » : l’heure et le moment de la journée ne vont pas ensemble. Écrivez par exemple « { $suggestion } ».
dates-ambiguous-hour = « { $text } » : l’heure peut se lire de deux façons. Écrivez « { $first } » ou « { $second } ».
dates-two-readings = « { $text } » peut se lire de deux façons. Écrivez « { $first } » ou « { $second } ».
dates-skipped-hour = « { $text } » : cette heure n’existe pas ce jour-là, car on passe à l’heure d’été. Essayez « { $suggestion } ».

# La durée d’un événement, telle qu’elle a été tapée
durations-unknown = « { $text } » ne se lit pas comme une durée. Écrivez par exemple « 2h », « 1h30 » ou « 90 min ».
durations-too-long = « { $text } » : c’est trop long, un événement dure { $longest } au plus. Écrivez par exemple « 2h » ou « 3 jours ».

# La fin d’une répétition, telle qu’elle a été tapée
endings-unknown = « { $text } » ne dit pas jusqu’à quand. Écrivez par exemple « 30 juin 2027 » ou « 10 fois » ; laissez vide pour répéter sans fin.
endings-too-many = « { $text } » : on peut répéter de 1 à { $most } fois. Écrivez par exemple « 10 fois », ou une date comme « 30 juin 2027 ».
