package assignment

import (
	"strconv"

	"balans/law/calendar"
	"balans/steer/directive"
)

// Language is the language of lists and calendars.
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

type wording struct{ sv, en string }

func (l Language) of(w wording, ok bool, raw string) string {
	if !ok {
		return raw
	}
	return l.text(w.sv, w.en)
}

var kindWords = map[directive.DeadlineKind]wording{
	directive.Report:     {"Redovisning", "Report"},
	directive.Interim:    {"Delredovisning", "Interim report"},
	directive.ActionPlan: {"Handlingsplan", "Action plan"},
	directive.ForecastOn: {"Prognos", "Forecast"},
	directive.Ready:      {"Ska kunna tillämpas", "To be possible from"},
	directive.Done:       {"Ska vara gjort", "To be done by"},
	directive.Claim:      {"Rekvisition", "Requisition"},
	directive.Repay:      {"Återbetalning", "Repayment"},
}

// KindText is what is due, in words.
func KindText(k directive.DeadlineKind, l Language) string {
	w, ok := kindWords[k]
	return l.of(w, ok, string(k))
}

var stateWords = map[State]wording{
	Open:            {"ej påbörjat", "open"},
	Started:         {"påbörjat", "started"},
	PartlyDelivered: {"delvis redovisat", "delivered in part"},
	Delivered:       {"redovisat", "delivered"},
	Closed:          {"avslutat", "closed"},
	Dropped:         {"utgått ur regleringsbrevet", "dropped from the letter"},
}

// Text is the state in words.
func (s State) Text(l Language) string {
	w, ok := stateWords[s]
	return l.of(w, ok, string(s))
}

var statusWords = map[Status]wording{
	Undated:       {"utan datum", "without date"},
	Coming:        {"kommande", "coming"},
	Late:          {"försenad", "late"},
	WasDelivered:  {"lämnad", "delivered"},
	DeliveredLate: {"lämnad för sent", "delivered late"},
	PassedOther:   {"passerad, lämnas av annan myndighet", "passed, with another agency"},
	ClosedOpen:    {"avslutad", "closed"},
	NotAsked:      {"utgått ur regleringsbrevet", "dropped from the letter"},
}

// Text is the status in words.
func (s Status) Text(l Language) string {
	w, ok := statusWords[s]
	return l.of(w, ok, string(s))
}

var listWords = map[List]wording{
	All:        {"Alla uppdrag och tidpunkter", "All assignments and dates"},
	Due:        {"Ska lämnas snart", "Due soon"},
	LateOnes:   {"Försenade", "Late"},
	JointOnes:  {"Gemensamma redovisningar", "Joint reports"},
	Recurring:  {"Återkommer varje år", "Returning every year"},
	WithoutDay: {"Utan datum", "Without date"},
	NoBankDay:  {"Infaller på en dag som inte är bankdag", "On a day that is no bank day"},
	Reminders:  {"Påminnelser i dag", "Reminders today"},
	MovedOnes:  {"Flyttade", "Moved"},
}

// Text is the list's title.
func (n List) Text(l Language) string {
	w, ok := listWords[n]
	return l.of(w, ok, string(n))
}

var originWords = map[Origin]wording{
	Given:     {"uppdrag i regleringsbrevet", "assignment of the letter"},
	Earlier:   {"tidigare givet uppdrag", "given earlier"},
	Reporting: {"mål eller återrapporteringskrav", "goal or reporting requirement"},
	Forecasts: {"prognostillfällen", "forecast occasions"},
	Condition: {"villkor för anslagspost", "condition of an item"},
}

// Text is the origin in words.
func (o Origin) Text(l Language) string {
	w, ok := originWords[o]
	return l.of(w, ok, string(o))
}

// months in Swedish; English ones are the calendar's own.
var months = [...]string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}

// When is the date as it is known: a day, a month, a year, or the words it hangs on.
func (d *Deadline) When(l Language) string {
	switch {
	case d.Date == calendar.None:
		if d.Letter.Relative != "" {
			return relativeText(d.Letter.Relative, d.Ref.Year, l)
		}
		return Undated.Text(l)
	case d.Precision == directive.ToMonth:
		return l.text(months[d.Date.Month()-1], d.Date.Month().String()) + " " + d.Date.String()[:4]
	case d.Precision == directive.ToYear:
		return l.text("under ", "during ") + d.Date.String()[:4]
	}
	return d.Date.String()
}

func relativeText(relative string, year int, l Language) string {
	s := relative
	switch relative {
	case "annual report":
		s = l.text("i samband med årsredovisningen", "with the annual report")
	case "forecast occasions":
		s = l.text("vid ordinarie prognostillfällen", "at the ordinary forecast occasions")
	case "same time":
		s = l.text("vid samma tidpunkt", "at the same time")
	}
	if year != 0 {
		s += " " + strconv.Itoa(year)
	}
	return s
}
