package parental

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Rate is the level that sickness benefit is computed on (SFB 27:19).
type Rate string

// The rates.
const (
	NormalRate       Rate = "normal"       // normalnivå
	ContinuationRate Rate = "continuation" // fortsättningsnivå
)

// SicknessDay is a day that sickness benefit is asked for.
type SicknessDay struct {
	On    calendar.Date
	Level Level // not one eighth (27:45)
	// ByTime is set when the part for employment is computed by working time: as a rule
	// the first 14 days of a period of sickness (28:5).
	ByTime bool
	Hours  Hours // ordinary working time of the whole day; needed with ByTime and employment
}

// SicknessClaim is days of sickness benefit on one rate, in any order. RateOn says which
// rate a day has.
type SicknessClaim struct {
	SGI    Income
	Yearly int64 // yearly working time in whole hours; needed with ByTime and employment
	Rate   Rate
	// Unemployed is set when the person is wholly unemployed, which limits a day (28:11).
	Unemployed bool
	// Unlimited is set when that limit does not hold: benefit during treatment (27:6) or
	// for who is called in to work when needed (27:16 a).
	Unlimited bool
	Days      []SicknessDay
}

// SicknessPaid is what a day gives before waiting time and pay from the employer.
type SicknessPaid struct {
	On         calendar.Date `json:"on"`
	Level      Level         `json:"level"`
	ByTime     money.Amount  `json:"by_time_ore"`     // employment, by working time
	ByCalendar money.Amount  `json:"by_calendar_ore"` // the rest, by 365 days
	Amount     money.Amount  `json:"amount_ore"`      // the sum
}

// SicknessResult is what the days of a claim give, by date.
type SicknessResult struct {
	Days   []SicknessPaid `json:"days"`
	Total  money.Amount   `json:"total_ore"`
	Doubts []Missing      `json:"doubts,omitempty"` // what was stated and is to be examined
	Steps  []Step         `json:"steps"`
}

// Sickness computes the daily amounts of sickness benefit (SFB 28:7–17). Errors are those
// of Temporary.
func (r Rules) Sickness(c SicknessClaim) (SicknessResult, error) {
	k := r.begin()
	k.checkIncome(c.SGI)
	if c.Rate != NormalRate && c.Rate != ContinuationRate {
		k.wrong("rate", "it is normal or continuation", "SFB 27:19")
	}
	dates := make([]calendar.Date, len(c.Days))
	for i, d := range c.Days {
		dates[i] = d.On
		k.checkSicknessDay(c, d)
	}
	order := k.inOrder(dates)
	if k.err != nil {
		return SicknessResult{}, k.err
	}
	rule := normalRule
	if c.Rate == ContinuationRate {
		rule = continuationRule
	}
	sorted := make([]calendar.Date, len(order))
	for i, at := range order {
		sorted[i] = dates[at]
	}
	s := &sickness{reckoning: k, claim: c, order: order, share: k.sharing(), out: SicknessResult{Days: make([]SicknessPaid, len(order))}}
	s.bases = k.bases(rule, c.SGI, sorted)
	if k.err == nil {
		s.byTimeDays()
		s.byCalendar()
		s.total()
	}
	if k.err != nil {
		return SicknessResult{}, k.err
	}
	s.out.Steps, s.out.Doubts = k.steps, k.doubts
	return s.out, nil
}

func (k *reckoning) checkSicknessDay(c SicknessClaim, d SicknessDay) {
	switch {
	case !d.Level.IsLevel() || d.Level == Eighth:
		k.wrong("level", "the level of "+d.On.String()+" is one of full, 3/4, 1/2 and 1/4", "SFB 27:45")
	case d.ByTime && c.Unemployed:
		k.wrong("unemployed", "a day of unemployment is computed by calendar days", "SFB 28:6")
	case d.ByTime && c.SGI.Employment > 0 && d.Hours <= 0:
		k.wrong("hours", "the working time of "+d.On.String()+" is needed; nothing is paid for a day without any", "SFB 28:3")
	case d.Hours < 0 || d.Hours > mostDayHours:
		k.wrong("hours", "a day has at most 24 hours", "SFB 28:13 p.2")
	}
}

// sickness is the computation of one claim. Places in bases and out follow the dates.
type sickness struct {
	*reckoning
	claim SicknessClaim
	order []int
	bases []base
	share sharing
	out   SicknessResult
}

func (s *sickness) day(i int) SicknessDay { return s.claim.Days[s.order[i]] }

func (s *sickness) byTimeDays() {
	var days []timed
	for i := range s.order {
		if d := s.day(i); d.ByTime && s.bases[i].counted.Employment > 0 {
			days = append(days, timed{i, d.On, d.Level, d.Hours, s.bases[i]})
		}
	}
	full := s.byTime(s.claim.Yearly, days)
	for _, d := range days {
		s.out.Days[d.at].ByTime = s.share.amount("SFB 27:45", partEmployment, full[d.at], d.level)
	}
}

// calendarKey is what the full amount of a calendar day depends on.
type calendarKey struct {
	income money.Amount
	base   base
	limit  statute.Value
}

func (s *sickness) byCalendar() {
	full := map[calendarKey]money.Amount{}
	for i := range s.order {
		d, b := s.day(i), s.bases[i]
		key := calendarKey{income: b.counted.Whole(), base: b}
		part := partCalendar
		if d.ByTime {
			key.income, part = b.counted.Other, partOther
		}
		if s.claim.Unemployed && !s.claim.Unlimited {
			key.limit = s.value(statute.SicknessUnemployedMax, d.On)
		}
		if d.ByTime && key.income == 0 || s.err != nil {
			continue
		}
		if _, known := full[key]; !known {
			amount := s.dividedDay(b, key.income, statute.SicknessYearDays, "SFB 28:10", d.On)
			full[key] = s.limited(amount, key.limit)
		}
		s.out.Days[i].ByCalendar = s.share.amount("SFB 27:45", part, full[key], d.Level)
	}
}

// limited cuts the full amount of who is unemployed (28:11).
func (s *sickness) limited(full money.Amount, limit statute.Value) money.Amount {
	most := money.Amount(limit.Int64)
	if limit.Name == "" || full <= most {
		return full
	}
	s.step("unemployed_max", "SFB 28:11",
		say("Den som är arbetslös får högst %[2]s om dagen, inte %[1]s", "Who is unemployed gets at most %[2]s a day, not %[1]s", kr(full), kr(most)),
		ore("full", most), ore("before", full), law(limit))
	return most
}

func (s *sickness) total() {
	for i := range s.out.Days {
		p, d := &s.out.Days[i], s.day(i)
		p.On, p.Level = d.On, d.Level
		p.Amount = s.sum(p.ByTime, p.ByCalendar)
		s.out.Total = s.sum(s.out.Total, p.Amount)
	}
	s.step("total", "SFB 28:16", say("%s ger %s före karens och lön från arbetsgivaren", "%s: %s before waiting time and pay from the employer",
		inDays(int64(len(s.out.Days))), kr(s.out.Total)), ore("total", s.out.Total))
}

// SpanKind is what days before a day of sickness benefit were paid as.
type SpanKind string

// The kinds of earlier days that count in the frame of 364 days (SFB 27:21–22).
const (
	SpanBenefit SpanKind = "benefit" // sickness benefit on either rate, or rehabilitation benefit
	SpanSickPay SpanKind = "sickpay" // a period of sick pay that sickness benefit followed on at once
)

// EarlierSpan is days that were paid before.
type EarlierSpan struct {
	Days calendar.Period // both ends known
	Kind SpanKind
	// Deduction is set when the period of sickness began with these days of benefit and a
	// waiting deduction was made: the first day is not counted (27:21).
	Deduction bool
}

// RateResult is the rate of a day and how it was found.
type RateResult struct {
	Rate    Rate   `json:"rate"`
	Counted int64  `json:"counted_days"` // days in the frame
	Steps   []Step `json:"steps"`
}

// RateOn is the rate of a day: normal for at most 364 days of the 450 just before it
// (27:21), always normal for who is seriously ill (27:23), and continuation otherwise
// (27:24). A day in two spans counts once. Of a period of sick pay the days after the
// first, 13 at most, are counted where they lie (27:22).
func (r Rules) RateOn(on calendar.Date, earlier []EarlierSpan, seriouslyIll Stated) (RateResult, error) {
	k := r.begin()
	if on == calendar.None {
		k.wrong("on", "the day is needed", "")
		return RateResult{}, k.err
	}
	normal, frame, sickPay := k.value(statute.SicknessNormalDays, on), k.value(statute.SicknessFrameDays, on), k.value(statute.SicknessSickPayDays, on)
	if k.err != nil {
		return RateResult{}, k.err
	}
	first := on.AddDays(-int(frame.Int64))
	counted := map[calendar.Date]bool{}
	for _, s := range earlier {
		if s.Days.From == calendar.None || s.Days.To == calendar.None || s.Kind != SpanBenefit && s.Kind != SpanSickPay {
			k.wrong("earlier", "a span has a first and a last day and is benefit or sickpay", "SFB 27:22")
			return RateResult{}, k.err
		}
		from, to := s.Days.From, s.Days.To
		if s.Kind == SpanSickPay {
			from, to = from+1, min(to, from.AddDays(int(sickPay.Int64)))
		} else if s.Deduction {
			from++
		}
		for d := max(from, first); d <= min(to, on-1); d++ {
			counted[d] = true
		}
	}
	out := RateResult{Counted: int64(len(counted)), Rate: NormalRate}
	inputs := []Quantity{number("counted", string(statute.Days), out.Counted), law(normal), law(frame)}
	switch {
	case out.Counted < normal.Int64:
		k.step("rate_level", "SFB 27:21", say("%[1]d av högst %[2]d dagar är använda %[3]s: normalnivå", "%[1]d of at most %[2]d days are used in %[3]s: normal rate",
			out.Counted, normal.Int64, span(first, on-1)), fact("rate", string(NormalRate)), inputs...)
	case seriouslyIll == StatedTrue:
		k.step("rate_level", "SFB 27:23", say("%d dagar är använda, men sjukdomen är allvarlig: normalnivå", "%d days are used, but the illness is serious: normal rate",
			out.Counted), fact("rate", string(NormalRate)), inputs...)
	default:
		out.Rate = ContinuationRate
		k.step("rate_level", "SFB 27:24", say("Alla %[2]d dagar är använda %[3]s: fortsättningsnivå", "All %[2]d days are used in %[3]s: continuation rate",
			out.Counted, normal.Int64, span(first, on-1)), fact("rate", string(ContinuationRate)), inputs...)
	}
	out.Steps = k.steps
	return out, nil
}
