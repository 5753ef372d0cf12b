package claim

import (
	"fmt"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
)

// detailNames are the names of details, as the journal and the files write them.
var detailNames = []string{"count", "debtor", "first", "mode", "part", "reason", "ref", "second", "until"}

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
	if !ok || value == "" {
		return false
	}
	if name == "mode" {
		e.Mode = value
		return true
	}
	if e.Details == nil {
		e.Details = &Details{Until: calendar.None, First: calendar.None}
	}
	d := e.Details
	var err error
	switch name {
	case "count":
		var n int64
		n, err = strconv.ParseInt(value, 10, 32)
		d.Count = int32(n)
		ok = n > 0
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

// readDetails reads what DetailText writes.
func (e *Event) readDetails(text string) error {
	return pairs(text, func(name, value string) bool {
		if name == "by" {
			e.ByLaw = value == "law" && e.Kind.dividesByLaw()
			return e.ByLaw
		}
		return e.setDetail(name, value)
	})
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
