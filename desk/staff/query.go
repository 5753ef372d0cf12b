package staff

import (
	"net/url"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/prevent/benefit"
	"balans/steer/indicator"
	"balans/steer/report"
)

// problem is something in the address or the form that cannot be used.
type problem struct {
	Field string // the name of the field, which is also its id on the page
	Text  string
}

// asked reads what a page was asked for and gathers what is wrong with it, so
// that the reader sees all of it at once.
type asked struct {
	values   url.Values
	text     translate
	now      calendar.Instant
	problems []problem
}

func (a *asked) get(name string) string { return strings.TrimSpace(a.values.Get(name)) }

func (a *asked) wrong(field, key string, args ...any) {
	a.problems = append(a.problems, problem{field, a.text(key, args...)})
}

func (a *asked) today() calendar.Date { return a.now.Date() }

// parseDay reads YYYY-MM-DD or YYYYMMDD.
func parseDay(s string) (calendar.Date, bool) {
	if len(s) == 8 && strings.Trim(s, "0123456789") == "" {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	d, err := calendar.Parse(s)
	return d, err == nil
}

// The days that columns and the report can answer for.
var (
	earliest = calendar.New(1903, 1, 1)
	latest   = calendar.New(2078, 12, 31)
)

// day reads a day that is not in the future; fallback where none is given.
func (a *asked) day(name string, fallback calendar.Date) calendar.Date {
	value := a.get(name)
	if value == "" {
		return fallback
	}
	d, ok := parseDay(value)
	switch {
	case !ok:
		a.wrong(name, "error.day", a.text("field."+name), value)
	case d < earliest || d > latest:
		a.wrong(name, "error.range", a.text("field."+name), value)
	case d > a.today():
		a.wrong(name, "error.future", a.text("field."+name), value)
	default:
		return d
	}
	return fallback
}

// month reads YYYY-MM and gives its first day.
func (a *asked) month(name string, fallback calendar.Date) calendar.Date {
	value := a.get(name)
	if value == "" {
		return fallback
	}
	d, ok := parseDay(value + "-01")
	switch {
	case !ok:
		a.wrong(name, "error.month", a.text("field."+name), value)
	case d < earliest || d > latest:
		a.wrong(name, "error.range", a.text("field."+name), value)
	case d > a.today():
		a.wrong(name, "error.future", a.text("field."+name), value)
	default:
		return d
	}
	return fallback
}

// known is the instant whose knowledge a page shows.
type known struct {
	at  calendar.Instant
	now bool // no day was given, or today: all that is known at this moment
}

// known reads known_at: empty or today for this moment, a day for its end, or
// the very instant, as links from a report made now carry it.
func (a *asked) known() known {
	value := a.get("known_at")
	if value == "" {
		return known{a.now, true}
	}
	if d, ok := parseDay(value); ok {
		switch {
		case d == a.today():
			return known{a.now, true}
		case d > a.today():
			a.wrong("known_at", "error.future", a.text("field.known_at"), value)
		case d < earliest:
			a.wrong("known_at", "error.range", a.text("field.known_at"), value)
		default:
			return known{calendar.EndOfDay(d), false}
		}
		return known{a.now, true}
	}
	at, err := calendar.ParseInstant(value)
	switch {
	case err != nil:
		a.wrong("known_at", "error.day", a.text("field.known_at"), value)
	case at.Date() > a.today() || at.Date() < earliest:
		a.wrong("known_at", "error.range", a.text("field.known_at"), value)
	default:
		return known{at, false}
	}
	return known{a.now, true}
}

// choice reads the readings of the open questions.
func (a *asked) choice() indicator.Choice {
	c := indicator.Choice{}
	for _, p := range indicator.Parameters() {
		value := a.get(p.Name)
		if value == "" || value == p.Options[0].Value {
			continue // the default is left out, so that equal choices are equal texts
		}
		if !slices.ContainsFunc(p.Options, func(o indicator.Option) bool { return o.Value == value }) {
			a.wrong(p.Name, "error.option", a.text.either(p.Sv, p.En), value)
			continue
		}
		c[p.Name] = value
	}
	return c
}

// benefit reads a benefit; None for all.
func (a *asked) benefit() benefit.Code {
	value := a.get("benefit")
	if value == "" {
		return benefit.None
	}
	b, ok := benefit.Parse(value)
	if !ok {
		a.wrong("benefit", "error.option", a.text("field.benefit"), value)
	}
	return b
}

// oneOf reads one of the words; the first is the default.
func (a *asked) oneOf(name string, words ...string) string {
	value := a.get(name)
	switch {
	case value == "":
		return words[0]
	case slices.Contains(words, value):
		return value
	}
	a.wrong(name, "error.option", a.text("field."+name), value)
	return words[0]
}

// link is an address with what it asks for, in a fixed order. Empty values are
// left out.
func link(path string, pairs ...string) string {
	var b strings.Builder
	b.WriteString(path)
	sep := byte('?')
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		b.WriteByte(sep)
		b.WriteString(url.QueryEscape(pairs[i]))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(pairs[i+1]))
		sep = '&'
	}
	return b.String()
}

// choicePairs are the readings that differ from the default, for link.
func choicePairs(c indicator.Choice) []string {
	var pairs []string
	for _, p := range indicator.Parameters() {
		if v := c[p.Name]; v != "" {
			pairs = append(pairs, p.Name, v)
		}
	}
	return pairs
}

// knownParam is the instant as an address carries it.
func knownParam(i calendar.Instant) string { return report.KnownText(i) }

// lastMonthEnd is the last end of a month not after any of the days.
func lastMonthEnd(days ...calendar.Date) calendar.Date {
	d := slices.Min(days)
	if d == d.EndOfMonth() {
		return d
	}
	return d.FirstOfMonth() - 1
}
