groups-title = Groupes de travail
groups-none = Aucun groupe pour l’instant. L’équipe d’organisation les crée avec la configuration de la communauté.
groups-members = { $count ->
    [0] personne pour l’instant
    [1] 1 personne
   *[other] { $count } personnes
}
groups-menu = Rejoindre un ou plusieurs groupes
groups-join = Rejoindre
groups-leave = Quitter
groups-rejoin = Rejoindre à nouveau
groups-joined = { $has_channel ->
    [yes] Vous êtes dans **{ $group }** : retrouvez le groupe dans { $channel }.
   *[no] Vous êtes dans **{ $group }**. Son salon s’ouvre dans un instant.
}
groups-joined-already = { $has_channel ->
    [yes] Vous étiez déjà dans **{ $group }** : { $channel }.
   *[no] Vous étiez déjà dans **{ $group }**.
}
groups-left = Vous avez quitté **{ $group }**. Ses rappels et ses annonces ne vous parviendront plus.
groups-left-already = Vous n’êtes pas dans **{ $group }** : rien à quitter.
groups-unknown = Aucun groupe ne s’appelle « { $text } ». Choisissez parmi : { $groups }.
groups-panel-title = Choisissez vos groupes de travail
groups-panel-invitation = Rejoignez les groupes qui vous parlent : leur salon s’ouvre aussitôt. Vous pouvez en changer quand vous voulez.
