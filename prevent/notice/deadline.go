package notice

import (
	"context"

	"balans/journal"
	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/benefit"
)

// Terms looks up days in the parameters. What is not known on a day gives None.
type Terms struct{ parameters *statute.Parameters }

// NewTerms is the terms of a set of parameters.
func NewTerms(p *statute.Parameters) Terms { return Terms{p} }

// ReadTerms is the terms as known at an instant: the program's parameters with the agency's
// own values laid over them.
func ReadTerms(ctx context.Context, j *journal.Journal, knownAt calendar.Instant) (Terms, error) {
	base, err := statute.Load()
	if err != nil {
		return Terms{}, err
	}
	settings, err := parameter.Read(ctx, j)
	if err != nil {
		return Terms{}, err
	}
	book, err := parameter.NewBook(base, settings)
	if err != nil {
		return Terms{}, err
	}
	return NewTerms(book.At(knownAt)), nil
}

// days is a parameter as days; ok is false when it is not known on the day.
func (t Terms) days(name string, on calendar.Date) (n int, ok bool) {
	if t.parameters == nil {
		return 0, false
	}
	v, err := t.parameters.Value(name, on)
	if err != nil {
		return 0, false
	}
	return int(v.Int64), true
}

// LastReportDay is the last day to report what was learnt on a day (SFB 110:47), going on to
// the next working day (TIDL 2); None when the day or the number of days is not known. Who
// learns of a change before it is true has the days from when it is true: what has not
// changed yet is not late (an inference).
func (t Terms) LastReportDay(learnt, changed calendar.Date) calendar.Date {
	if learnt == calendar.None {
		return calendar.None
	}
	from := calendar.Later(learnt, changed)
	n, ok := t.days(statute.NoticeReportDays, from)
	if !ok {
		return calendar.None
	}
	return calendar.NextBankDay(from.AddDays(n))
}

// TakeBy is the day by which a benefit is to have begun with what reached it on a day; None
// when no goal is known.
func (t Terms) TakeBy(reached calendar.Date) calendar.Date {
	if n, ok := t.days(statute.NoticeTakeDays, reached); ok {
		return reached.AddDays(n)
	}
	return calendar.None
}

// answerDays is the parameters for benefits with a goal of their own.
var answerDays = map[string]string{
	"bostadsbidrag":       statute.NoticeAnswerDaysHousing,
	"bostadstillagg":      statute.NoticeAnswerDaysSupplement,
	"sjukpenning":         statute.NoticeAnswerDaysSickness,
	"foraldrapenning":     statute.NoticeAnswerDaysParental,
	"underhallsstod":      statute.NoticeAnswerDaysMaintenance,
	"assistansersattning": statute.NoticeAnswerDaysAssistance,
}

// AnswerBy is the day by which a benefit is to have answered what reached it on a day: its
// own goal where there is one, else the common one; None when neither is known.
func (t Terms) AnswerBy(b benefit.Code, reached calendar.Date) calendar.Date {
	if name, has := answerDays[b.String()]; has {
		if n, ok := t.days(name, reached); ok {
			return reached.AddDays(n)
		}
	}
	if n, ok := t.days(statute.NoticeAnswerDays, reached); ok {
		return reached.AddDays(n)
	}
	return calendar.None
}

// Duty says whether the person reported in time.
type Duty string

// The findings.
const (
	DutyKept    Duty = "kept"         // reported by the last day
	DutyLate    Duty = "late"         // reported after it
	DutyNone    Duty = "none"         // the agency knew before the last day, so nothing had to be reported
	DutyMissed  Duty = "not-reported" // told by another or found, after the last day
	DutyUnknown Duty = "unknown"      // it is not known when the person learnt of it, or how many days there are
)

// judgeDuty is the person's part: the last day, how it went, and the days too late.
func (t Terms) judgeDuty(r Receive, stated Stated, received calendar.Date) (last calendar.Date, d Duty, late int) {
	last = t.LastReportDay(stated.LearntOn, stated.TrueFrom)
	switch {
	case r.Known:
		return last, DutyNone, 0
	case last == calendar.None:
		return last, DutyUnknown, 0
	case r.Source == ByPerson && received <= last:
		return last, DutyKept, 0
	case r.Source == ByPerson:
		return last, DutyLate, int(received - last)
	case received <= last:
		return last, DutyNone, 0
	}
	return last, DutyMissed, int(received - last)
}

// Payment says how an answer lies to the next payment of its benefit.
type Payment string

// The findings.
const (
	PaymentBefore  Payment = "before"  // answered before the pay day
	PaymentAfter   Payment = "after"   // answered on the pay day or later
	PaymentAhead   Payment = "ahead"   // not answered, and the pay day is still to come
	PaymentPassed  Payment = "passed"  // not answered, and the pay day has come
	PaymentUnknown Payment = "unknown" // no pay day was told
)

func judgePayment(p *Part, on calendar.Date) Payment {
	next := p.Engagement.NextPayment
	switch {
	case next == calendar.None:
		return PaymentUnknown
	case p.Answer != nil && p.Answer.On < next:
		return PaymentBefore
	case p.Answer != nil:
		return PaymentAfter
	case on < next:
		return PaymentAhead
	}
	return PaymentPassed
}
