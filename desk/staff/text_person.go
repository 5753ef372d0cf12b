package staff

// personTexts are the texts of the page on everything known of a person.
var personTexts = map[string][2]string{}
