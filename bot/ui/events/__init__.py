"""Events as people see them: cards, lists, forms and previews, reminders and news."""
