package staff

import "balans/access"

// signinTexts are the texts of sign-in, roles, and of matters that are not for who asks.
var signinTexts = map[string][2]string{
	"signin.link":        {"Logga in", "Sign in"},
	"signin.start":       {"Logga in med myndighetens inloggning för att se sidorna. Varje visning av uppgifter om en person antecknas i läsloggen med namn och ändamål.", "Sign in with the agency's sign-in to see the pages. Every view of facts about a person is noted in the reading log with name and purpose."},
	"signin.as":          {"Du är inloggad som %s.", "You are signed in as %s."},
	"signout.button":     {"Logga ut", "Sign out"},
	"signedout.title":    {"Du är utloggad", "You are signed out"},
	"signedout.text":     {"Sessionen i Balans är avslutad.", "The session in Balans has ended."},
	"signedout.provider": {"Du skickas vidare för att loggas ut även från myndighetens inloggning. Sker det inte av sig självt:", "You are sent on to be signed out of the agency's sign-in too. If that does not happen by itself:"},
	"signedout.go":       {"logga ut där också", "sign out there too"},

	"role.none":  {"ingen behörighet", "no access"},
	"role.staff": {"anställd", "staff"},

	"failure.session.title":        {"Sessionen har tagit slut", "The session has ended"},
	"failure.session.text":         {"Inget är sparat. Logga in i en ny flik, gå sedan tillbaka hit med webbläsarens bakåtknapp och skicka formuläret igen: det du skrev står kvar.", "Nothing was stored. Sign in in a new tab, then come back here with the browser's back button and send the form again: what you typed is still there."},
	"failure.notstaff.title":       {"Du har ingen behörighet i Balans", "You have no access to Balans"},
	"failure.notstaff.text":        {"Inloggningen lyckades, men du är inte registrerad som anställd med behörighet i dag. En behörighetsadministratör kan lägga till dig.", "The sign-in worked, but you are not registered as staff with access today. An access administrator can add you."},
	"failure.function.title":       {"Din roll får inte göra det här", "Your role may not do this"},
	"failure.function.text":        {"Sidan hör till en annan roll än dina. Behöver du den i arbetet kan en behörighetsadministratör ge dig rätten.", "The page belongs to another role than yours. If you need it for the work, an access administrator can give you the right."},
	"failure.many.title":           {"För många försök", "Too many tries"},
	"failure.many.text":            {"Det kom fler försök än en människa gör. Inget är sparat. Vänta en stund och gör om det.", "There were more tries than a person makes. Nothing was stored. Wait a while and do it over."},
	"failure.override.title":       {"Sidan måste öppnas igen", "The page must be opened again"},
	"failure.override.text":        {"Det gick inte att gå vidare härifrån: det var för länge sedan, eller så har något ändrats. Inget är sparat. Öppna ärendet igen.", "It was not possible to go on from here: it was too long ago, or something has changed. Nothing was stored. Open the matter again."},
	"failure.signinstate.title":    {"Inloggningen måste börja om", "The sign-in must start over"},
	"failure.signinstate.text":     {"Svaret hör inte till en inloggning som har börjat i den här webbläsaren, eller är redan använt. Det händer om man backar, eller följer någon annans länk.", "The answer does not belong to a sign-in that began in this browser, or has been used. That happens when one goes back, or follows somebody else's link."},
	"failure.signinlate.title":     {"Inloggningen tog för lång tid", "The sign-in took too long"},
	"failure.signinlate.text":      {"Börja om. En inloggning ska vara klar inom tio minuter.", "Start over. A sign-in is to be complete within ten minutes."},
	"failure.signindenied.title":   {"Du blev inte inloggad", "You were not signed in"},
	"failure.signindenied.text":    {"Inloggningen avbröts, eller så får du inte använda Balans enligt myndighetens inloggning. Försök igen eller fråga den som sköter behörigheter.", "The sign-in was cancelled, or the agency's sign-in does not let you use Balans. Try again, or ask those who manage access."},
	"failure.signinrefused.title":  {"Myndighetens inloggning tog inte emot oss", "The agency's sign-in did not take our request"},
	"failure.signinrefused.text":   {"Balans och inloggningen är inte överens om inställningarna. Försök igen; händer det igen behöver förvaltningen titta i loggen.", "Balans and the sign-in do not agree on the settings. Try again; if it happens again the maintainers need to look in the log."},
	"failure.signintoken.title":    {"Svaret från inloggningen går inte att lita på", "The answer of the sign-in cannot be believed"},
	"failure.signintoken.text":     {"Du är inte inloggad. Försök igen; händer det igen behöver förvaltningen titta i loggen.", "You are not signed in. Try again; if it happens again the maintainers need to look in the log."},
	"failure.signinstaff.title":    {"Inloggningen säger inte vem du är", "The sign-in does not say who you are"},
	"failure.signinstaff.text":     {"Svaret saknar den uppgift som pekar ut den anställda. Förvaltningen behöver se över inställningarna.", "The answer lacks the value that names the member of staff. The maintainers need to look over the settings."},
	"failure.signinprovider.title": {"Myndighetens inloggning svarar inte", "The agency's sign-in does not answer"},
	"failure.signinprovider.text":  {"Det går inte att logga in just nu. Försök igen om en stund. Den som redan är inloggad kan arbeta vidare.", "It is not possible to sign in right now. Try again in a while. Who is signed in already can work on."},

	"denied.title":         {"Du får inte se det här ärendet", "You may not see this matter"},
	"denied.law":           {"Regel:", "Rule:"},
	"override.title":       {"Gå vidare med angivet skäl", "Go on for a stated reason"},
	"override.text":        {"Ditt beslut sparas med skäl, ditt namn och när det slutar, och granskas av en annan person. Det gäller den här personens ärenden och inget annat.", "Your decision is stored with its reason, your name and its end, and reviewed by another person. It covers this person's matters and nothing else."},
	"override.again":       {"Något behöver rättas innan du kan gå vidare.", "Something needs to be corrected before you can go on."},
	"override.reason":      {"Skäl", "Reason"},
	"override.reason.help": {"Vilken arbetsuppgift kräver uppgifterna? Minst tio tecken. Skriv inget personnummer.", "Which task needs the data? At least ten characters. Write no identity number."},
	"override.hours":       {"Hur länge", "For how long"},
	"override.hours.help":  {"Välj så kort tid som räcker.", "Choose as short a time as will do."},
	"override.hour":        {"%d tim", "%d h"},
	"override.button":      {"Spara skälet och gå vidare", "Store the reason and go on"},
	"error.override.hours": {"Hur länge: högst %d timmar är tillåtet.", "For how long: at most %d hours are allowed."},
}

// Roles have the names that package access gives them.
func init() {
	for _, r := range access.Roles() {
		texts["role."+r.ID] = [2]string{r.Text(access.Swedish), r.Text(access.English)}
	}
}
