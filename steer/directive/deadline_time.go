package directive

import (
	"strings"
	"time"

	"balans/law/calendar"
)

var monthNames = [...]string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}

// monthNamed is the month of a Swedish name or its first three letters; a longer name also
// with one letter misread, missing or too many. It is 0 when the word is no month, or
// could be two: "juri" is neither juni nor juli.
func monthNamed(name string) time.Month {
	name = strings.ToLower(name)
	if len(name) < 3 || len(name) > 11 {
		return 0
	}
	for i, m := range monthNames {
		if name == m || len(name) == 3 && strings.HasPrefix(m, name) && m != "mars" || name == "sept" && i == 8 {
			return time.Month(i + 1)
		}
	}
	var found time.Month
	for i, m := range monthNames {
		if len(name) < 4 || len(m) < 4 || distance([]rune(name), []rune(m), 1) < 0 {
			continue
		}
		if found != 0 {
			return 0
		}
		found = time.Month(i + 1)
	}
	return found
}

// shape is how a time is given.
type shape int

const (
	aDay      shape = iota
	aMonth          // also a quarter or half of a year
	aYear           // "under 2025"
	noDate          // a time that is no date: "vecka 12", "kvartalsvis"
	asReport        // with the annual report
	asRound         // at the forecast occasions
	asRecent        // "vid samma tidpunkt"
	everyYear       // "årligen" alone
)

// moment is a time that a sentence names, whether or not something is due then.
type moment struct {
	shape       shape
	from, to    int // the words
	year, month int // 0 when not printed; months may be filled in from a later moment of the same list
	day         int
	years       []int // more years on the same day: "den 31 mars 2025, 2026 och 2027"
	until       int   // the last year of "2025–2027", 0 when none
	joined      bool  // it stands in a list with the moment before it
	yearly      bool  // "den 22 februari varje år 2026–2028"
	ranged      bool  // from another day to this one: "15 mars till 15 april"
}

// date is the moment's date, in the year given when none is printed. It is None for a day
// that does not exist and for what is no date.
func (m *moment) date(year int) calendar.Date {
	if m.year != 0 {
		year = m.year
	}
	if year == 0 {
		return calendar.None
	}
	switch m.shape {
	case aDay:
		return calendar.New(year, time.Month(m.month), m.day)
	case aMonth:
		return calendar.New(year, time.Month(m.month), 1).EndOfMonth()
	case aYear:
		return calendar.New(year, time.December, 31)
	}
	return calendar.None
}

// momentsIn finds every time in a sentence, in order.
func momentsIn(ws []word) []moment {
	var out []moment
	for i := 0; i < len(ws); {
		found := momentAt(ws, i)
		if len(found) == 0 {
			i++
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].shape <= aYear && found[0].shape <= aYear && out[last].to <= found[0].from {
			found[0].joined = isList(ws, out[last].to, found[0].from)
		}
		for j := 1; j < len(found); j++ {
			found[j].joined = true
		}
		out = append(out, found...)
		i = found[len(found)-1].to
	}
	for i := len(out) - 2; i >= 0; i-- { // "den 1 mars och den 1 oktober 2025"
		if m, next := &out[i], &out[i+1]; next.joined && m.shape <= aMonth && next.shape == m.shape && m.year == 0 {
			m.year = next.year
		}
	}
	return out
}

// isList tells whether the words between two moments only join them.
func isList(ws []word, from, to int) bool {
	if strings.ContainsAny(ws[from-1].after, ".;:") {
		return false
	}
	depth := strings.Contains(ws[from-1].after, "(")
	for i := from; i < to; i++ {
		depth = depth || ws[i].before == "("
		if !depth && !isAnd(ws[i].low) && ws[i].low != "den" && ws[i].low != "i" && ws[i].low != "dels" && ws[i].low != "eller" && ws[i].low != "senast" {
			return false
		}
		depth = depth && !strings.Contains(ws[i].after, ")")
	}
	return true
}

// momentAt reads the moment, or the list of days of one month, that begins at a word.
func momentAt(ws []word, i int) []moment {
	for _, read := range [...]func([]word, int) (moment, bool){isoAt, dottedAt, rangeAt, weekAt} {
		if m, ok := read(ws, i); ok {
			return []moment{m}
		}
	}
	if found := daysAt(ws, i); found != nil {
		return found
	}
	for _, read := range [...]func([]word, int) (moment, bool){slashedAt, partOfYearAt, monthAt, yearAt, relativeAt, recurrenceAt} {
		if m, ok := read(ws, i); ok {
			return []moment{m}
		}
	}
	return nil
}

func isoAt(ws []word, i int) (moment, bool) {
	t := ws[i].text
	if len(t) != 10 || t[4] != '-' || t[7] != '-' {
		return moment{}, false
	}
	y, m, d := number(t[:4]), number(t[5:7]), number(t[8:])
	if y < 1900 || m < 0 || d < 0 {
		return moment{}, false
	}
	return moment{shape: aDay, from: i, to: i + 1, year: y, month: max(m, 1), day: dayOrNone(m, d)}, true
}

// dayOrNone is a day that does not exist when the month does not.
func dayOrNone(month, day int) int {
	if month < 1 || month > 12 {
		return 99
	}
	return day
}

// slashedAt reads "den 15/3" and "den 15/3 2025".
func slashedAt(ws []word, i int) (moment, bool) {
	left, right, found := strings.Cut(ws[i].text, "/")
	d, m := number(left), number(right)
	if !found || d < 1 || m < 1 || len(left) > 2 || len(right) > 2 || i == 0 || ws[i-1].low != "den" && ws[i-1].low != "senast" {
		return moment{}, false
	}
	out := moment{shape: aDay, from: i, to: i + 1, month: min(m, 12), day: dayOrNone(m, d)}
	out.takeYears(ws)
	return out, true
}

// dayNumber is the day of "15", "1:a" or "sista" (31 for the last), otherwise 0.
func dayNumber(w *word) int {
	t := strings.TrimSuffix(strings.TrimSuffix(w.low, ":a"), ":e")
	if n := number(t); n > 0 && len(t) <= 2 {
		return n
	}
	return 0
}

// daysAt reads days with a month's name: "15 april 2026", "1 och 15 mars".
func daysAt(ws []word, i int) []moment {
	var days []int
	j := i
	for ; j < len(ws); j++ {
		if isAnd(ws[j].low) && len(days) > 0 {
			continue
		}
		d := dayNumber(&ws[j])
		if d == 0 || len(days) > 0 && !isAnd(ws[j-1].low) && ws[j-1].after != "," {
			break
		}
		days = append(days, d)
	}
	last := len(ws) > i && (ws[i].low == "sista" || ws[i].low == "siste")
	if last {
		days, j = []int{31}, i+1
	}
	if len(days) == 0 || j >= len(ws) || ws[j-1].after != "" {
		return nil
	}
	month := monthNamed(ws[j].low)
	if month == 0 {
		return nil
	}
	out := make([]moment, len(days))
	for k, d := range days {
		out[k] = moment{shape: aDay, from: i, to: j + 1, month: int(month), day: d}
		out[k].takeYears(ws)
		if last {
			out[k].shape = aMonth
		}
	}
	return out
}

// takeYears reads the year after a day or month, and more years in a list.
func (m *moment) takeYears(ws []word) {
	after := ws[m.to-1].after
	if m.to >= len(ws) || after != "" && after != "," && !(after == "." && len(ws[m.to-1].text) <= 4) {
		return
	}
	if m.takeEveryYear(ws) {
		return
	}
	if low := ws[m.to].low; (low == "år" || low == "åren") && m.to+1 < len(ws) { // "den 1 mars åren 2025–2027"
		with := moment{to: m.to + 1}
		if with.takeYears(ws); with.year != 0 {
			m.year, m.years, m.until, m.to = with.year, with.years, with.until, with.to
		}
		return
	}
	if first, last, ok := yearRange(ws[m.to].text); ok {
		m.year, m.until, m.to = first, last, m.to+1
		return
	}
	if ws[m.to].year() == 0 || m.to+1 < len(ws) && ws[m.to+1].low == "års" {
		return
	}
	m.year, m.to = ws[m.to].year(), m.to+1
	for m.to < len(ws) {
		next := m.to
		switch after := ws[m.to-1].after; {
		case after == "" && isAnd(ws[next].low) && next+1 < len(ws):
			next++
		case after != ",":
			return
		}
		if y := ws[next].year(); y > m.year {
			m.years, m.to = append(m.years, y), next+1
		} else {
			return
		}
	}
}

// yearRange reads "2025–2027".
func yearRange(s string) (first, last int, ok bool) {
	left, right, found := strings.Cut(s, "–")
	if !found {
		left, right, found = strings.Cut(s, "-")
	}
	first, last = number(left), number(right)
	return first, last, found && len(left) == 4 && len(right) == 4 && first >= 1900 && last >= first && last < 2100
}

// monthAt reads "april 2025", and "april" after a word that tells it from a name.
func monthAt(ws []word, i int) (moment, bool) {
	month := 0
	last := ws[i].low // "mars–maj": until the end of the last
	if first, second, found := strings.Cut(last, "–"); found && monthNamed(first) != 0 && len(first) > 3 {
		last = second
	}
	for k, name := range monthNames {
		if last == name {
			month = k + 1
		}
	}
	if month == 0 {
		return moment{}, false
	}
	m := moment{shape: aMonth, from: i, to: i + 1, month: month}
	m.takeYears(ws)
	before := ""
	if i > 0 {
		before = ws[i-1].low
	}
	told := before == "i" || before == "under" || before == "av" || before == "senast" || isAnd(before) || i > 0 && ws[i-1].after == ","
	return m, m.year != 0 || told
}

// yearAt reads a year by itself, after a word that says that a time is meant: "under 2025",
// "under året", "årets slut".
func yearAt(ws []word, i int) (moment, bool) {
	if ws[i].low == "året" && i > 0 && ws[i-1].low == "under" {
		return moment{shape: aYear, from: i, to: i + 1}, true
	}
	if ws[i].low == "årets" && i+1 < len(ws) && (ws[i+1].low == "slut" || ws[i+1].low == "utgång") {
		return moment{shape: aYear, from: i, to: i + 2}, true
	}
	year := ws[i].year()
	if _, last, ok := yearRange(ws[i].text); ok {
		year = last
	}
	j := i - 1
	if j >= 0 && (ws[j].low == "år" || ws[j].low == "budgetåret" || ws[j].low == "åren" || ws[j].low == "perioden") {
		j--
	}
	if year == 0 || j < 0 || i+1 < len(ws) && ws[i+1].low == "års" {
		return moment{}, false
	}
	switch ws[j].low {
	case "under", "senast":
		return moment{shape: aYear, from: j + 1, to: i + 1, year: year}, true
	case "av":
		if j > 0 && (ws[j-1].low == "utgången" || ws[j-1].low == "slutet") {
			return moment{shape: aYear, from: j + 1, to: i + 1, year: year}, true
		}
	}
	return moment{}, false
}

var ordinals = map[string]int{"första": 1, "andra": 2, "tredje": 3, "fjärde": 4, "sista": 4}

// partOfYearAt reads "första kvartalet 2025" and the like: until the end of its last month.
func partOfYearAt(ws []word, i int) (moment, bool) {
	n := ordinals[ws[i].low]
	if n == 0 || i+1 >= len(ws) {
		return moment{}, false
	}
	months := 0
	switch ws[i+1].low {
	case "kvartalet":
		months = 3
	case "tertialet":
		months = 4
	case "halvåret":
		months = 6
	}
	if ws[i].low == "sista" && months > 0 {
		n = 12 / months
	}
	if months == 0 || n*months > 12 {
		return moment{}, false
	}
	m := moment{shape: aMonth, from: i, to: i + 2, month: n * months}
	if m.to < len(ws) && ws[m.to].low == "år" {
		m.to++
	}
	m.takeYears(ws)
	return m, true
}
