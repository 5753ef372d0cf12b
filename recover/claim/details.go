package claim

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// eventDetails and claimDetails are the names of details in the two files, in
// order. The journal writes the same, but by, which the version of a kind says.
var (
	eventDetails = []string{"by", "count", "debtor", "first", "mode", "part", "reason", "ref", "second", "until"}
	claimDetails = []string{"charge", "type"}
)

// appendDetails writes the details, and what was booked to principal in its
// place among them.
func (e *Event) appendDetails(b []byte, withPrincipal bool) []byte {
	put := func(name, value string) {
		if value == "" {
			return
		}
		if len(b) > 0 {
			b = append(b, ' ')
		}
		b = append(append(b, name...), '=')
		b = appendEscaped(b, value)
	}
	d := e.Detail()
	put("count", number(int64(d.Count)))
	if d.Debtor != 0 {
		put("debtor", fmt.Sprintf("%012d", int64(d.Debtor)))
	}
	put("first", day(d.First))
	put("mode", e.Mode)
	put("part", d.Part.String())
	if withPrincipal {
		put("principal", strconv.FormatInt(int64(e.ToPrincipal), 10))
	}
	put("reason", d.Reason)
	put("ref", d.Ref)
	put("second", number(int64(d.Second)))
	put("until", day(d.Until))
	return b
}

func number(v int64) string {
	if v == 0 {
		return ""
	}
	return strconv.FormatInt(v, 10)
}

func day(d calendar.Date) string {
	if d == calendar.None {
		return ""
	}
	return d.String()
}

// setDetail takes a detail from its name and value; false when it cannot be read.
func (e *Event) setDetail(name, value string) (ok bool) {
	value, ok = unescape(value)
	if !ok || value == "" || !journal.Plain(value) {
		return false
	}
	if name == "mode" {
		e.Mode = value
		return strings.IndexByte(value, ' ') < 0
	}
	if e.Details == nil {
		e.Details = &Details{Until: calendar.None, First: calendar.None}
	}
	d := e.Details
	var err error
	switch name {
	case "count":
		var n money.Amount
		n, ok = ore(value)
		d.Count, ok = int32(n), ok && n > 0 && n <= maxCount
	case "debtor":
		d.Debtor, err = identity.Parse(value)
	case "first":
		d.First, err = calendar.Parse(value)
	case "part":
		d.Part, ok = ParsePart(value)
	case "reason":
		d.Reason = value
	case "ref":
		d.Ref = value
	case "second":
		d.Second, ok = ore(value)
	case "until":
		d.Until, err = calendar.Parse(value)
	default:
		return false
	}
	return ok && err == nil
}

// DetailText is the details as name=value pairs, the last field of the events
// file. It says by=law where nothing was booked.
func (e *Event) DetailText() string {
	b := make([]byte, 0, 32)
	if e.ByLaw {
		b = append(b, "by=law"...)
	}
	return string(e.appendDetails(b, false))
}

// maxCount is the most that the columns hold of a count.
const maxCount = math.MaxUint16

// aDay is what a date among the details must be; 0 stands for none in the columns.
var aDay = fmt.Sprintf("a day from %s through %s", firstDay+1, lastDay)

// detailForms says how the details of the files are written. It is what a
// message expects of one that cannot be read.
var detailForms = map[string]string{
	"by":     "by=law, for paid, payment_reversed and waived, or nothing",
	"count":  fmt.Sprintf("count=NUMBER, a whole number from 1 to %d, digits only", maxCount),
	"debtor": "debtor=NUMBER, a personnummer, samordningsnummer or organisationsnummer of 10 or 12 digits",
	"first":  "first=YYYY-MM-DD, " + aDay,
	"mode":   "mode=WORD, one word without control characters, with %25 for a per cent sign",
	"part":   "part=NAME, one of " + strings.Join(partNames[Principal:], ", "),
	"reason": "reason=TEXT, with %20 for a space and %25 for a per cent sign, and no control characters",
	"ref":    "ref=ID, with %20 for a space and %25 for a per cent sign, and no control characters",
	"second": fmt.Sprintf("second=ÖRE, a whole number of öre up to %d, digits only", int64(AmountLimit)),
	"until":  "until=YYYY-MM-DD, " + aDay,

	"charge": "charge=ÖRE, a whole number of öre not above the principal, digits only",
	"type":   "type=NAME, one of " + strings.Join(typeNames(), ", "),
}

func typeNames() (all []string) {
	for _, t := range Types() {
		all = append(all, t.String())
	}
	return all
}

// expected says what a file should have where the pair stands, of the details
// with the names.
func (e *pairError) expected(names []string) string {
	switch known := slices.Contains(names, e.name); {
	case e.fault == noPair:
		return "name=value pairs separated by one space (a space in a value is written %20)"
	case !known:
		return "a detail that the file may have: " + strings.Join(names, ", ")
	case e.fault == notInOrder && e.name == e.last:
		return e.name + " once"
	case e.fault == notInOrder:
		return "the names in alphabetical order; " + e.name + " comes before " + e.last
	}
	return detailForms[e.name]
}

// readDetails reads what DetailText writes. The error is a *pairError.
func (e *Event) readDetails(text string) error {
	return pairs(text, func(name, value string) bool {
		if name == "by" {
			e.ByLaw = value == "law" && e.Kind.dividesByLaw()
			return e.ByLaw
		}
		return e.setDetail(name, value) && e.Detail().fit()
	})
}

// fit reports whether the columns can hold the details.
func (d Details) fit() bool { return d.daysFit() && d.Second <= AmountLimit }

func (d Details) daysFit() bool {
	holds := func(day calendar.Date) bool { return day == calendar.None || day > firstDay && day <= lastDay }
	return holds(d.First) && holds(d.Until)
}

// same reports whether two events state the same.
func (e *Event) same(o *Event) bool {
	a, b := *e, *o
	a.Details, b.Details = nil, nil
	return a == b && e.Detail() == o.Detail()
}

func appendEscaped(b []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; c {
		case ' ':
			b = append(b, "%20"...)
		case '%':
			b = append(b, "%25"...)
		default:
			b = append(b, c)
		}
	}
	return b
}

func unescape(s string) (string, bool) {
	if strings.IndexByte(s, '%') < 0 {
		return s, true
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b.WriteByte(s[i])
			continue
		}
		switch {
		case strings.HasPrefix(s[i:], "%20"):
			b.WriteByte(' ')
		case strings.HasPrefix(s[i:], "%25"):
			b.WriteByte('%')
		default:
			return "", false
		}
		i += 2
	}
	return b.String(), true
}
