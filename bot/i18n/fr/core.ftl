language-conventions = fr_BE

# Dates et durées
format-day = { $weekday } { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
format-time = { $minute ->
    [0] { $hour }h
   *[other] { $hour }h{ $minutes }
}
format-moment = { $day } à { $time }
format-zone = { $vowel ->
    [yes] heure d’{ $city }
   *[no] heure de { $city }
}
format-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
format-hours = { $count } h
format-minutes = { $count } min

# Ce qui ne va pas, quelle que soit la commande
mistake-community-only = Cette commande s’utilise dans un salon de la communauté : ouvrez-en un et recommencez.
mistake-organisers-only = Seule l’équipe d’organisation peut faire cela. Demandez-lui de s’en charger.
mistake-not-served = Je ne suis pas configuré pour cette communauté. Demandez à la personne qui m’héberge de l’ajouter.
mistake-not-ready = Je découvre encore cette communauté. Recommencez dans une minute.
fault = Un problème de notre côté a interrompu cette action ; rien n’a été fait à moitié. Recommencez dans un instant ; si cela persiste, donnez cette référence à l’équipe d’organisation : { $reference }.

# Listes
pager-previous = Précédents
pager-next = Suivants
pager-position = Page { $page } sur { $pages }
