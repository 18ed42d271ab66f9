# Les modèles d’annonces
announcements-template-save = Garder en modèle
announcements-template-form = Garder en modèle
announcements-template-name = Nom du modèle
announcements-template-name-hint = Sous ce nom, l’équipe le retrouve dans « /annonce composer ».
announcements-template-saved = Modèle **{ $name }** enregistré, avec tout ce que dit l’annonce. Partez-en avec l’option `modele` de `/annonce composer` ; `/annonce modeles` les montre tous.
announcements-templates-title = Modèles d’annonces
announcements-templates-none = Aucun modèle pour l’instant. Gardez-en un avec « Garder en modèle », sur le rapport d’une annonce.
announcements-templates-open = Ouvrir un modèle
announcements-templates-total = { $count ->
    [one] { $count } modèle
   *[other] { $count } modèles
}
announcements-templates-back = Tous les modèles
announcements-template-use = Composer
announcements-template-delete = Supprimer le modèle
announcements-template-deleted = Modèle **{ $name }** supprimé. Les annonces qui en sont parties restent.

# Ce qui ne va pas
announcements-template-nameless = Il manque le nom du modèle. Par exemple : « Réunion du mardi ».
announcements-template-name-long = Le nom du modèle compte { $length } caractères, { $most } au plus. Gardez l’essentiel.
announcements-template-taken = Un modèle s’appelle déjà « { $name } ». Choisissez un autre nom, ou supprimez l’ancien avec `/annonce modeles`.
announcements-templates-full = Il y a déjà { $most } modèles, et pas de place pour plus. Supprimez-en un avec `/annonce modeles`.
announcements-template-unknown = Aucun modèle ne s’appelle « { $text } ». Regardez dans `/annonce modeles`.
announcements-template-gone = Ce modèle n’existe plus : quelqu’un de l’équipe l’a supprimé. Regardez dans `/annonce modeles`.
