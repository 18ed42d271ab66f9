settings-title = Your settings
settings-language = Maillage writes to you in this language: { $language }.
settings-language-community = the community’s
settings-language-menu = Choose a language
settings-announcements = { $wanted ->
    [yes] You get announcements by direct message.
   *[no] You don’t get announcements by direct message.
}
settings-announcements-promise = If you agree, the organisers can send you their announcements by direct message, beside the channels. Only your agreement and its date are kept. You stop whenever you like, here or with the button below each message.
settings-announcements-accept = Get announcements
settings-announcements-end = Stop getting them
settings-announcements-ended = You won’t get announcements of { $community } by direct message any more. To get them again: `/settings` in the community.
