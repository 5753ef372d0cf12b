package demo

import (
	"strings"

	"balans/law/calendar"
	"balans/recover/claim"
)

// service decides what became of the letter: served some weeks after dispatch,
// registered as not served, or nothing heard.
func (l *life) service() {
	stands := strings.TrimLeft(l.stands, ".")
	soon := l.dispatched.AddDays(l.c.between(5, 40))
	if l.regime == claim.Old {
		// Before September 2022 service was not needed to collect.
		if l.c.often(250) {
			l.serve(l.within(soon, l.dispatched, lastDay))
		}
		return
	}
	switch {
	case strings.ContainsAny(stands, "RV"):
		l.serve(l.bank(l.dispatched.AddDays(l.c.between(5, 25))))
	case strings.Contains(stands, "Q"):
		l.serve(l.bank(l.dispatched.AddDays(l.c.between(5, 12))))
	case strings.HasPrefix(stands, "U"):
		l.hardToServe(l.stands, strings.IndexByte(l.stands, 'U'), soon)
	case strings.HasPrefix(stands, "FU"):
		l.hardToServe(l.stands, strings.IndexByte(l.stands, 'U'), soon)
	case l.c.often(600):
		l.serve(l.bank(soon))
	}
}

// hardToServe is for claims that count as unserved at report day k: some are
// registered as such, some were served but nothing came of it, and of the
// others nothing is heard.
func (l *life) hardToServe(stands string, k int, soon calendar.Date) {
	day := reportDays[k]
	young := l.d.decided.AddDays(freshDays) >= day // only the registration makes it unserved
	switch {
	case young || l.c.often(450):
		from := l.d.decided.AddDays(14)
		if k > 0 && stands[k-1] == 'F' {
			from = max(from, reportDays[k-1].AddDays(1)) // it was fresh then
		}
		l.add(claim.RegisteredNotServed, l.day(from, min(from.AddDays(80), day)), "")
	case l.c.often(500):
		l.serve(l.bank(soon))
	}
}
