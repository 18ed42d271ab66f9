# Templates of announcements
announcements-template-save = Save as template
announcements-template-form = Save as template
announcements-template-name = Name of the template
announcements-template-name-hint = Under this name the team finds it in “/announce compose”.
announcements-template-saved = Template **{ $name }** saved, with all that the announcement says. Begin from it with the option `template` of `/announce compose`; `/announce templates` shows them all.
announcements-templates-title = Templates of announcements
announcements-templates-none = No template yet. Keep one with “Save as template”, on an announcement’s report.
announcements-templates-open = Open a template
announcements-templates-total = { $count ->
    [one] { $count } template
   *[other] { $count } templates
}
announcements-templates-back = All templates
announcements-template-use = Compose
announcements-template-delete = Delete template
announcements-template-deleted = Template **{ $name }** deleted. Announcements that began from it stay.

# What is wrong
announcements-template-nameless = The template’s name is missing. For example: “Tuesday meeting”.
announcements-template-name-long = The template’s name has { $length } characters, { $most } at most. Keep the essence.
announcements-template-taken = A template is called “{ $name }” already. Choose another name, or delete the old one with `/announce templates`.
announcements-templates-full = There are { $most } templates already, and no room for more. Delete one with `/announce templates`.
announcements-template-unknown = No template is called “{ $text }”. Look in `/announce templates`.
announcements-template-gone = This template is gone: somebody of the team deleted it. Look in `/announce templates`.
