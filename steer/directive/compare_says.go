package directive

import (
	"fmt"
	"strings"
)

// partTexts is the parts of a letter in Swedish and English.
var partTexts = map[ChangePart][2]string{
	PartHead:          {"brevet", "the letter"},
	PartRiksdag:       {"riksdagsbeslut", "decision by Riksdagen"},
	PartGoal:          {"mål", "goal"},
	PartRequirement:   {"återrapporteringskrav", "reporting requirement"},
	PartAssignment:    {"uppdrag", "assignment"},
	PartDeadline:      {"tidpunkt", "deadline"},
	PartAppropriation: {"anslag", "appropriation"},
	PartDisposer:      {"disponeras", "disposer"},
	PartItem:          {"anslagspost", "item"},
	PartPension:       {"ålderspensionsavgift", "pension fee"},
	PartCondition:     {"villkor", "condition"},
	PartFrame:         {"finansiella villkor", "financial conditions"},
	PartClosed:        {"avslutad anslagspost", "closed item"},
	PartAuthorisation: {"beställningsbemyndigande", "authorisation"},
	PartLoan:          {"låneram eller kredit", "loan frame or credit"},
	PartPlan:          {"utbetalningsplan", "payment plan"},
	PartFee:           {"avgiftsbudget", "fee budget"},
	PartFeeTarget:     {"ekonomiskt mål", "fee target"},
	PartCentral:       {"statens centralkonto", "central account"},
	PartSignature:     {"undertecknare", "signature"},
	PartCopy:          {"kopia till", "copy to"},
}

// fieldTexts is the fields of changes in Swedish; in English they are called what they
// are. The years of an authorisation are their own names.
var fieldTexts = map[string]string{
	"title": "rubrik", "agency": "myndighet", "year": "år", "department": "departement", "number": "nummer", "decided": "beslutsdag", "diary": "diarienummer",
	"amends": "ändrar ett tidigare brev", "text": "text", "reporting": "återrapportering", "place": "var det är givet", "group": "avsnitt", "basis": "beslut", "with": "medverkande",
	"to": "mottagare", "coordinator": "samordnare", "continuous": "löpande information", "kind": "slag", "date": "dag", "terms": "villkor", "name": "namn", "area name": "utgiftsområdets namn",
	"disposer": "disponent", "amount": "belopp", "preliminary": "preliminär avgift", "regulation": "regleringsbelopp", "regulation year": "regleringsår", "floored": "sätts till noll",
	notAllCompared: "inte alla jämförda, utan motsvarighet",
	"credit":       "anslagskredit", "carry-over": "anslagsbehållning", "withdrawal": "indrag", "frame": "ram", "last year": "slutår", "purpose": "ändamål", "total": "summa", "activity": "verksamhet",
	"before": "tidigare år", "last": "året före", "income": "intäkter", "cost": "kostnader", "result": "årets resultat", "after": "ackumulerat",
}

// codeTexts is the values that are the program's own words, in Swedish.
var codeTexts = map[string]string{"yes": "ja", "no": "nej", "given earlier": "tidigare givet", "given in the letter": "givet i brevet", "interest-bearing": "räntebärande"}

// longestText is how many letters of a text a sentence shows.
const longestText = 120

// Says is the change as a sentence in Swedish and English, with the lines of both letters.
func (c *Change) Says() (says [2]string) {
	for language := range says {
		what := partTexts[c.Part][language]
		if key := c.Key(); key != "" {
			what += " " + key
		}
		if c.Kind == Changed {
			what += ", " + c.fieldText(language)
		}
		before, after := c.Old.text(c.Part, language), c.New.text(c.Part, language)
		words := [2][2]string{{"ny", "tidigare rad"}, {"new", "earlier line"}}[language]
		switch c.Kind {
		case Added:
			says[language] = fmt.Sprintf("%s: %s: %s", what, words[0], after)
		case Removed:
			says[language] = fmt.Sprintf("%s: %s: %s", what, [2]string{"utgår", "removed"}[language], before)
		default:
			says[language] = fmt.Sprintf("%s: %s → %s", what, before, after)
		}
		says[language] += linesText(c.Old.Line, c.New.Line, [2]string{"rad", "line"}[language], words[1])
	}
	return says
}

func (c *Change) fieldText(language int) string {
	if text, ok := fieldTexts[c.Field]; ok && language == 0 {
		return text
	}
	return c.Field
}

// text is what stands on one side. A deadline is told whole: its day alone says too little.
func (s *Side) text(part ChangePart, language int) string {
	var due []string
	for i := range s.Deadlines {
		due = append(due, deadlineSays(&s.Deadlines[i], language))
	}
	if part == PartDeadline {
		return strings.Join(due, "; ")
	}
	value := s.Value
	if code, ok := codeTexts[value]; ok && language == 0 {
		value = code
	}
	if value == "" && s.Sum.Known {
		return amountText(s.Sum.Amount)
	}
	if value == "" {
		return "–"
	}
	if runes := []rune(oneSpace(value)); len(runes) > longestText {
		value = string(runes[:longestText]) + "…"
	}
	if len(due) > 0 {
		value += ", " + strings.Join(due, "; ")
	}
	if s.Sum.Known && !strings.Contains(value, amountText(s.Sum.Amount)) && part != PartCondition {
		value += ", " + amountText(s.Sum.Amount)
	}
	return value
}

func deadlineSays(d *Deadline, language int) string {
	if language == 1 {
		return deadlineText(d)
	}
	text := d.Swedish()
	if len(d.To) > 0 {
		text += ", till " + strings.Join(d.To, ", ")
	}
	return text
}

func linesText(old, new int, line, earlier string) string {
	switch {
	case old > 0 && new > 0:
		return fmt.Sprintf(" (%s %d, %s %d)", line, new, earlier, old)
	case new > 0:
		return fmt.Sprintf(" (%s %d)", line, new)
	case old > 0:
		return fmt.Sprintf(" (%s %d)", earlier, old)
	}
	return ""
}
