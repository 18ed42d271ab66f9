settings-title = Vos préférences
settings-language = Maillage vous écrit dans cette langue : { $language }.
settings-language-community = celle de la communauté
settings-language-menu = Choisir une langue
settings-announcements = { $wanted ->
    [yes] Vous recevez les annonces en message privé.
   *[no] Vous ne recevez pas les annonces en message privé.
}
settings-announcements-promise = Si vous acceptez, l’équipe d’organisation peut vous envoyer ses annonces en message privé, en plus des salons. Seuls votre accord et sa date sont gardés. Vous arrêtez quand vous voulez, ici ou par le bouton sous chaque message.
settings-announcements-accept = Les recevoir
settings-announcements-end = Ne plus les recevoir
settings-announcements-ended = Vous ne recevrez plus les annonces de la communauté { $community } en message privé. Pour reprendre : `/preferences` dans la communauté.
