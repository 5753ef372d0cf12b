package sgi_test

import (
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/sgi"
)

// This is a second implementation of the protection, for tests: it asks of every single
// day what is so, with the numbers of the law written out and dates counted by package
// time. It knows nothing of pieces, cuts and blocks.

type level int

const (
	no level = iota
	maybe
	sure
)

type slow struct {
	h sgi.History
}

func t(d calendar.Date) time.Time {
	y, m, day := d.YMD()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
}

// monthsOn moves n months and stays within the month it comes to.
func monthsOn(d calendar.Date, n int) calendar.Date {
	y, m, day := d.YMD()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return calendar.New(first.Year(), first.Month(), min(day, last))
}

// birthdayOf is the nth birthday; time moves 29 February to 1 March by itself.
func birthdayOf(born calendar.Date, years int) calendar.Date {
	b := t(born).AddDate(years, 0, 0)
	return calendar.New(b.Year(), b.Month(), b.Day())
}

func (s *slow) extent(d calendar.Date) int {
	if d <= s.h.LastWork {
		return s.h.Extent
	}
	sum := 0
	for _, w := range s.h.Work {
		if d >= w.From && (w.To == calendar.None || d <= w.To) {
			sum += w.Extent
		}
	}
	return sum
}

// age is whether the day is before the reference age, by day or by month.
func (s *slow) age(d calendar.Date, byMonth bool) level {
	if s.h.Born == calendar.None {
		return maybe
	}
	before := func(years int, on calendar.Date) bool {
		b := birthdayOf(s.h.Born, years)
		if byMonth {
			b = calendar.New(b.Year(), b.Month(), 1)
		}
		return on < b
	}
	if s.h.PensionAge > 0 {
		if before(s.h.PensionAge, d) {
			return sure
		}
		return no
	}
	// The age of each year, as far as it is known: what was reached in an earlier year
	// stays reached.
	for y := 2023; y <= min(d.Year(), 2031); y++ {
		age, last := 66, min(d, calendar.New(y, 12, 31))
		if y >= 2026 {
			age = 67
		}
		reached := !(last < birthdayOf(s.h.Born, age))
		if byMonth {
			// The month counts when the day itself comes while this age holds.
			b := max(birthdayOf(s.h.Born, age), calendar.New(y, 1, 1))
			end := calendar.New(2025, 12, 31)
			if y >= 2026 {
				end = calendar.New(2031, 12, 31)
			}
			reached = b <= end && d >= calendar.New(b.Year(), b.Month(), 1)
		}
		if reached {
			return no
		}
	}
	if d.Year() >= 2023 && d.Year() <= 2031 || before(65, d) {
		return sure
	}
	return maybe
}

// span is how certain a span protects on a day, from its conditions alone.
func (s *slow) span(sp sgi.Span, d calendar.Date) level {
	out := sure
	need := func(keys ...string) {
		for _, k := range keys {
			switch sp.Shown[k] {
			case sgi.No:
				out = no
			case sgi.Unstated:
				out = min(out, maybe)
			}
		}
	}
	lower := func(l level) { out = min(out, l) }
	switch sp.Ground {
	case sgi.StudiesWithSupport:
		need("support")
	case sgi.StudiesWithoutSupport:
		need("eligible")
		switch {
		case sp.Pace == 0:
			lower(maybe)
		case sp.Pace < 50:
			lower(no)
		}
		switch {
		case sp.Level == "":
			lower(maybe)
		case sp.Level == sgi.LevelSecondary && s.h.Born == calendar.None:
			lower(maybe)
		case sp.Level == sgi.LevelSecondary && d < calendar.New(s.h.Born.Year()+20, 7, 1):
			lower(no)
		}
	case sgi.OwnOccupationStudies:
		need("occupation")
		if sp.Shown["leave"] != sgi.Yes && d >= monthsOn(s.studiesBegan(sp.From), 12) {
			if sp.Shown["leave"] == sgi.No {
				lower(no)
			}
			lower(maybe)
		}
	case sgi.OtherStudySupport:
		need("paid")
		switch {
		case sp.Support == "":
			lower(maybe)
		case sp.Support == "start" && d.Year() >= 2026:
			lower(no)
		}
	case sgi.TermBreak:
		lower(maybe)
	case sgi.AgreementSupport:
		need("agreement", "periodic")
	case sgi.Programme:
		need("takes-part")
		if sp.Suspended == "other" {
			lower(no)
		}
	case sgi.JobSeeking:
		need("registered", "willing")
		if sp.Extent == 0 {
			lower(maybe)
		}
		lower(s.age(d, true))
	case sgi.ParentalBenefit, sgi.HolidayAfterLeave, sgi.Service, sgi.ShortTimeWork, sgi.Abroad:
		need(map[sgi.Ground]string{sgi.ParentalBenefit: "paid", sgi.HolidayAfterLeave: "connected", sgi.Service: "ordered", sgi.ShortTimeWork: "state-support", sgi.Abroad: "resident"}[sp.Ground])
	case sgi.SicknessBenefit:
		need("paid")
		lower(s.age(d, false))
	case sgi.WaitingForDecision:
		if sp.Applied == calendar.None {
			lower(maybe)
		}
		if sp.Decided != calendar.None && d > sp.Decided || sp.Shown["against"] == sgi.Yes {
			lower(no)
		}
		lower(s.age(d, false))
	case sgi.Disability:
		need("paid")
		lower(s.age(d, true))
	}
	return out
}

// studiesBegan walks backwards through days of studies without leave.
func (s *slow) studiesBegan(from calendar.Date) calendar.Date {
	studies := func(d calendar.Date) bool {
		for _, o := range s.h.Spans {
			if o.Ground == sgi.OwnOccupationStudies && o.Shown["leave"] != sgi.Yes && d >= o.From && (o.To == calendar.None || d <= o.To) {
				return true
			}
		}
		return false
	}
	for studies(from.AddDays(-1)) {
		from--
	}
	return from
}

// derived is what follows on a day without evidence, with the extent it covers.
func (s *slow) derived(d calendar.Date, put func(g sgi.Ground, l level, extent int)) {
	// Three months: look back for the day on which work ended.
	for f := d; f > d-100 && f > s.h.LastWork; f-- {
		if s.extent(f) > 0 || s.extent(f-1) == 0 {
			continue
		}
		strict := monthsOn(f, 3) - 1
		kind := max(strict, monthsOn(f-1, 3))
		l := s.age(d, false)
		if d > strict {
			l = min(l, maybe)
		}
		if s.onlyShortEnded(f - 1) {
			l = min(l, maybe)
		}
		if d <= kind {
			put(sgi.ThreeMonths, l, 100)
		}
	}
	for _, sp := range s.h.Spans {
		if sp.Ground != sgi.SicknessBenefit || sp.To == calendar.None || sp.Shown["paid"] == sgi.No || d <= sp.To || s.goesOn(sp) {
			continue
		}
		strict, kind := 0, 0 // working days from the day after the benefit to this day
		for x := sp.To + 1; x <= d && kind < 40; x++ {
			eve := x.Month() == time.December && (x.Day() == 24 || x.Day() == 31) || x.Month() == time.June && x.Weekday() == time.Friday && x.Day() >= 19 && x.Day() <= 25
			weekend := x.Weekday() == time.Saturday || x.Weekday() == time.Sunday
			if calendar.IsBankDay(x) {
				kind++
				strict++
			} else if eve && !weekend {
				strict++
			}
		}
		within := func(n int) bool { return n < 25 || n == 25 && calendar.IsBankDay(d) }
		l := s.age(d, true)
		if sp.Shown["paid"] == sgi.Unstated {
			l = min(l, maybe)
		}
		eveToday := d.Month() == time.December && (d.Day() == 24 || d.Day() == 31) || d.Month() == time.June && d.Weekday() == time.Friday && d.Day() >= 19 && d.Day() <= 25
		strictIn := strict < 25 || strict == 25 && (calendar.IsBankDay(d) || eveToday && d.Weekday() != time.Saturday && d.Weekday() != time.Sunday)
		if !strictIn {
			l = min(l, maybe)
		}
		if within(kind) {
			put(sgi.AfterSickness, l, whole(sp))
		}
	}
	for _, c := range s.h.Children {
		s.child(c, d, put)
	}
}

func whole(sp sgi.Span) int {
	if sp.Days > 0 {
		return min(100, 20*sp.Days)
	}
	if sp.Extent == 0 {
		return 100
	}
	return sp.Extent
}

func (s *slow) goesOn(sp sgi.Span) bool {
	for _, o := range s.h.Spans {
		if o.Ground == sgi.SicknessBenefit && o.From <= sp.To+1 && (o.To == calendar.None || o.To >= sp.To+1) && (o.Shown["paid"] == sgi.Yes || o.Shown["paid"] == sp.Shown["paid"]) {
			return true
		}
	}
	return false
}

func (s *slow) onlyShortEnded(d calendar.Date) bool {
	if d <= s.h.LastWork {
		return false
	}
	for _, w := range s.h.Work {
		if w.To == d && (w.Same || w.Lasting != sgi.No) {
			return false
		}
	}
	return true
}

func (s *slow) child(c sgi.Child, d calendar.Date, put func(g sgi.Ground, l level, extent int)) {
	start := c.Born
	if c.Placed != calendar.None {
		start = c.Placed
	}
	if start != calendar.None && c.Cares != sgi.No && d >= start && d < birthdayOf(start, 1) {
		l := sure
		if c.Cares == sgi.Unstated {
			l = maybe
		}
		if c.Placed != calendar.None {
			switch {
			case c.Born == calendar.None:
				l = min(l, maybe)
			case d >= birthdayOf(c.Born, 10):
				l = no
			}
		}
		put(sgi.ChildUnderOne, l, 100)
	}
	if c.Placed != calendar.None || c.Carried == sgi.No {
		return
	}
	birth := c.Born
	if birth == calendar.None || c.Expected != calendar.None && c.Expected < birth {
		birth = c.Expected
	}
	end := c.Born
	if end == calendar.None {
		end = c.Expected
	}
	// The first day in the last six months on which less is worked than the day before.
	for x := max(monthsOn(birth, -6), s.h.LastWork+1); x <= end; x++ {
		if s.extent(x) >= s.extent(x-1) {
			continue
		}
		l := sure
		if c.Carried == sgi.Unstated {
			l = maybe
		}
		switch {
		case d < x:
		case d <= end:
			put(sgi.Pregnant, l, 100)
		case c.Born == calendar.None && d < birthdayOf(c.Expected, 1):
			put(sgi.Pregnant, min(l, maybe), 100)
		}
		return
	}
}

// cover is how much of full time is covered on a day, surely and possibly.
func (s *slow) cover(d calendar.Date) (proven, possible int) {
	surely, perhaps := map[sgi.Ground]int{}, map[sgi.Ground]int{}
	put := func(g sgi.Ground, l level, extent int) {
		if l == sure {
			surely[g] = max(surely[g], extent)
		}
		if l != no {
			perhaps[g] = max(perhaps[g], extent)
		}
	}
	for _, sp := range s.h.Spans {
		if d >= sp.From && (sp.To == calendar.None || d <= sp.To) {
			put(sp.Ground, s.span(sp, d), whole(sp))
		}
	}
	s.derived(d, put)
	for _, v := range surely {
		proven += v
	}
	for _, v := range perhaps {
		possible += v
	}
	return proven, possible
}

// income is what the work of a day gives in kronor a year, as employment; ok false when
// that cannot be said.
func (s *slow) income(d calendar.Date) (kronor int64, ok bool) {
	base := map[int]int64{2020: 47300, 2021: 47600, 2022: 48300, 2023: 52500, 2024: 57300, 2025: 58800, 2026: 59200}
	sum, other, began := int64(0), false, calendar.None
	ok = true
	for _, w := range s.h.Work {
		if d < w.From || w.To != calendar.None && d > w.To {
			continue
		}
		began = max(began, w.From)
		if w.Same {
			sum += int64(s.h.SGI.Employment) * int64(w.Extent) / int64(s.h.Extent)
			continue
		}
		other = true
		if w.Pay.Yearly >= 100000 { // from 1 000 kronor a payer
			sum += int64(w.Pay.Yearly)
		}
		ok = ok && w.Lasting == sgi.Yes && w.HasIncome
	}
	if !ok {
		return 0, false
	}
	if other {
		b, known := base[began.Year()]
		if !known {
			return 0, false
		}
		if sum < b*24 { // 24 per cent in öre
			return 0, true
		}
		return min(sum/10000*100, b*10), true
	}
	return sum / 10000 * 100, true
}

// slowResult is what the second implementation says.
type slowResult struct {
	days    []sgi.State // from the day after the last day of work
	verdict string
	sgi     money.Amount
	certain int // days covered for certain since the SGI was last determined, -1 without end so far
}

// assess walks day by day to a day; on is the day that the verdict is about.
func (s *slow) assess(until calendar.Date) slowResult {
	var r slowResult
	first := s.h.LastWork + 1
	has, sgiNow, extent := true, int64(s.h.SGI.Total())/100, s.h.Extent
	lost, made, since := calendar.None, false, calendar.None
	fresh, asked := first, first // since when, at the end and on the day asked about
	var changes []calendar.Date
	minShare := 100
	shares := map[calendar.Date]int{}
	for d := first; d <= until; d++ {
		w := s.extent(d)
		proven, possible := s.cover(d)
		state := sgi.Without
		give := func() bool {
			k, ok := s.income(d)
			if !ok {
				return false
			}
			if k != sgiNow || w != extent { // a loss has made the extent -1
				changes = append(changes, d)
				has, sgiNow, extent, made, since = k > 0, k, w, true, d
			}
			if len(r.days) == 0 || r.days[len(r.days)-1] != sgi.Working || changes != nil && changes[len(changes)-1] == d {
				fresh = d
				if d <= s.h.On {
					asked = d
				}
			}
			state, lost = sgi.Working, calendar.None
			return true
		}
		k, known := int64(0), false
		if w > 0 {
			k, known = s.income(d)
		}
		switch {
		case w > 0 && (!has || w >= extent || possible == 0 || known && k > sgiNow):
			if give() {
				break
			}
			if has {
				state = sgi.Unsettled
			}
		case !has:
		case w == 0 && possible == 0:
			// Look ahead to the end of the run.
			state = sgi.DaysOff
			end := d
			for x := d; x <= until; x++ {
				if _, p := s.cover(x); p > 0 || s.extent(x) > 0 {
					break
				}
				end = x
				if calendar.IsBankDay(x) {
					state = sgi.Lost
				}
			}
			for x := d; x <= end; x++ {
				r.days = append(r.days, state)
			}
			if state == sgi.Lost {
				has, lost, extent = false, d, -1
			}
			d = end
			continue
		default:
			need := extent - w
			shares[d] = (w + min(proven, need)) * 100 / extent
			switch {
			case proven >= need:
				state = sgi.Protected
			case possible >= need:
				state = sgi.Unsettled
			default:
				state = sgi.Partly
			}
		}
		r.days = append(r.days, state)
	}
	worst := sgi.Protected
	order := []sgi.State{sgi.DaysOff, sgi.Partly, sgi.Unsettled}
	at := func(d calendar.Date) sgi.State { return r.days[d-first] }
	for d := fresh; d <= until; d++ {
		for _, o := range order {
			if worst == o {
				break
			}
			if at(d) == o {
				worst = o
				break
			}
		}
		if at(d) == sgi.Partly {
			minShare = min(minShare, shares[d])
		}
	}
	r.sgi = money.Kronor(sgiNow)
	if !has {
		r.sgi = 0
	}
	switch {
	case lost != calendar.None:
		r.verdict = "lost " + lost.String()
	case worst == sgi.DaysOff || worst == sgi.Unsettled:
		r.verdict = "manual"
	case worst == sgi.Partly:
		r.verdict = "partial " + itoa(minShare) + " %"
	case made || !has:
		r.verdict = "redetermined " + money.Kronor(sgiNow).Kronor() + " from " + since.String()
	default:
		r.verdict = "protected"
	}
	r.certain = -1
	for d := asked; d <= until; d++ {
		later := false
		for _, c := range changes {
			later = later || c == d && d > s.h.On
		}
		if st := at(d); later || st != sgi.Protected && st != sgi.Working {
			r.certain = int(d - first)
			break
		}
	}
	return r
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}
