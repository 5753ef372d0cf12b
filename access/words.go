package access

import (
	"strconv"
	"strings"
)

// Language is the language of words for people.
type Language string

// The languages.
const (
	Swedish Language = "sv"
	English Language = "en"
)

// text is the Swedish words unless the language is English.
func (l Language) text(sv, en string) string {
	if l == English {
		return en
	}
	return sv
}

// because sets the words of an answer: those of its rule when the key is empty.
func (a Answer) because(key string, args ...string) Answer {
	if key == "" {
		key = ruleKeys[a.Rule]
	}
	a.Why = Why{Key: key, Args: args}
	return a
}

// ruleKeys is the words of each rule. An unknown and a protected person have the same.
var ruleKeys = map[Rule]string{
	RuleStaff: "access.staff", RuleNever: "access.never", RuleRole: "access.role", RuleOwn: "access.own", RuleFamily: "access.family",
	RuleUnknown: "access.person", RuleProtected: "access.person", RuleBenefit: "access.benefit", RuleUnit: "access.unit",
	RuleOverride: "access.override", RuleGranted: "access.granted", RuleDelegated: "access.delegated",
}

type wording struct{ sv, en string }

// reasons is the words of the keys; %1 is the first argument.
var reasons = map[string]wording{
	"access.staff": {"Du är inte registrerad som anställd med behörighet den här dagen.", "You are not registered as staff with access on this day."},
	"access.never": {"Det här får ingen göra.", "Nobody may do this."},
	"access.role": {"Ingen av dina roller ger rätt att %1. Den som behöver det i arbetet får rätten av en behörighetsadministratör.",
		"None of your roles lets you %1. Who needs it for the work is given the right by an access administrator."},
	"access.own": {"Det här är ditt eget ärende. Den som är part är jävig och får varken läsa eller handlägga; lämna det till en kollega. Ingen kan ge undantag.",
		"This is your own matter. Who is a party is disqualified and may neither read nor handle it; hand it to a colleague. Nobody can make an exception."},
	"access.family": {"Ärendet rör någon som står dig nära. Då är du jävig och får varken läsa eller handlägga; lämna det till en kollega. Ingen kan ge undantag.",
		"The matter concerns somebody near to you. You are then disqualified and may neither read nor handle it; hand it to a colleague. Nobody can make an exception."},
	"access.person": {"Personen finns inte bland dem som du kan söka fram. Kontrollera numret. Är det rätt lämnas ärendet till den särskilda handläggningen.",
		"The person is not among those you can look up. Check the number. If it is right the matter goes to special handling."},
	"access.benefit": {"Din behörighet omfattar inte förmånen %1. Behöver du ändå uppgifterna för en arbetsuppgift, ange varför och hur länge. Det loggas och granskas av en annan person.",
		"Your access does not cover the benefit %1. If a task needs the data all the same, say why and for how long. It is logged and reviewed by another person."},
	"access.unit": {"Ärendet hör till enheten %1. Behöver du ändå uppgifterna för en arbetsuppgift, ange varför och hur länge. Det loggas och granskas av en annan person.",
		"The matter belongs to the unit %1. If a task needs the data all the same, say why and for how long. It is logged and reviewed by another person."},
	"access.benefit.closed":   {"Din behörighet omfattar inte förmånen %1.", "Your access does not cover the benefit %1."},
	"access.unit.closed":      {"Ärendet hör till enheten %1, som din behörighet inte omfattar.", "The matter belongs to the unit %1, which your access does not cover."},
	"access.override":         {"Tillåtet genom ditt eget beslut att gå utanför din behörighet, till %1. Det granskas av en annan person.", "Allowed by your own decision to go beyond your access, until %1. It is reviewed by another person."},
	"access.search.one":       {"Sökningen gäller en person eller ett ärende.", "The search is for one person or one matter."},
	"access.search.allowed":   {"Villkoren får användas tillsammans.", "The conditions may be used together."},
	"access.search.unlisted":  {"Villkoret %1 finns inte i listan över tillåtna sökvillkor.", "The condition %1 is not on the list of those that may be used."},
	"access.search.protected": {"Det går inte att söka fram personer efter att de har skyddade uppgifter.", "Persons cannot be searched for by having protected data."},
	"access.search.sensitive": {"Villkoret %1 avslöjar känsliga personuppgifter. Det får inte användas för att få fram ett urval av personer.", "The condition %1 reveals sensitive data. It may not be used to select persons."},
	"access.search.unknown":   {"Villkoret %1 kan rymma känsliga personuppgifter. Det får inte användas för att få fram ett urval av personer.", "The condition %1 may hold sensitive data. It may not be used to select persons."},
	"access.search.health":    {"Villkoret %1 avslöjar uppgifter om hälsa. Ett urval av personer efter det får bara göras för handläggning, planering eller kontroll.", "The condition %1 reveals data on health. Persons may be selected by it for handling, planning or control only."},
	"access.granted":          {"Tillåtet genom din egen roll.", "Allowed by a role of your own."},
	"access.delegated":        {"Tillåtet genom delegation från %1.", "Allowed by delegation from %1."},
}

// Text is the reason in words. The name of a function stands in the words it has in
// functions.csv.
func (w Why) Text(l Language) string {
	words, ok := reasons[w.Key]
	if !ok {
		return w.Key
	}
	text := l.text(words.sv, words.en)
	for i, arg := range w.Args {
		if f, ok := FunctionOf(arg); ok && w.Key == "access.role" {
			arg = f.Text(l)
		}
		if words, ok := conditionWords[arg]; ok && strings.HasPrefix(w.Key, "access.search.") {
			arg = l.text(words.sv, words.en)
		}
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(i+1), arg)
	}
	return text
}
