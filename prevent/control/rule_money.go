package control

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// incomeSGI holds the qualifying income a payout rests on against what employers have
// declared. It is no new decision on it: what counts is the income until further notice
// (SFB 25:2), which a person judges.
var incomeSGI = &Rule{ID: "income-sgi", Version: 2, Stages: Before | During | After,
	Covers: covers("sjukpenning", "foraldrapenning", "tillfallig-foraldrapenning", "graviditetspenning", "rehabiliteringspenning", "narstaendepenning"),
	Name:   Words{"Inkomst mot SGI", "Income against SGI"},
	Purpose: Words{"Se om den SGI som ersättningen räknas på stämmer med de inkomster arbetsgivare har redovisat det senaste året.",
		"See whether the SGI that the benefit is computed on agrees with what employers declared in the last year."},
	Law: []statute.Ref{"SFB 25:2", "SFB 26:4"}, Reads: ReadsLine | ReadsIncome | ReadsSGI,
	Standard: Settings{Tolerance: 1500, Limit: 3}, judge: judgeIncome}

func judgeIncome(v *View) Evaluation {
	l := v.Line
	sgi, decided := money.Amount(0), calendar.None
	for _, f := range v.Facts(register.SGI, calendar.Period{From: l.From, To: l.From}) {
		if f.Status == register.SGIOther { // employers declare nothing of other work
			continue
		}
		if f.From > decided { // a later decision replaces an earlier one that was left open
			sgi, decided = 0, f.From
		}
		sgi = max(sgi, f.Amount)
	}
	if decided == calendar.None {
		return Evaluation{Outcome: Observation, Reason: "sgi.unknown"}
	}
	first := l.From.FirstOfMonth()
	months, sum := map[calendar.Date]bool{}, money.Amount(0)
	for _, f := range v.Facts(register.Income, calendar.Period{From: first.AddMonths(-12), To: first - 1}) {
		months[f.Period] = true
		sum += f.Amount
	}
	n := int64(len(months))
	if n < int64(v.Limit) {
		return Evaluation{Outcome: Observation, Reason: "sgi.fewmonths", Args: []string{strconv.FormatInt(n, 10), strconv.Itoa(v.Limit)}}
	}
	year, err := money.MulDiv(sum, 12, n, money.HalfUp)
	if err != nil {
		return Evaluation{Outcome: LookupFailed, Reason: "lookup", Args: []string{ReadsIncome.String()}}
	}
	most, known := v.mostSGI()
	year = year.RoundTo(100*money.Krona, money.Down) // as the SGI itself is (SFB 25:5)
	slack, err := money.MulDiv(sgi, int64(v.Tolerance), 10_000, money.Down)
	if err != nil {
		return Evaluation{Outcome: LookupFailed, Reason: "lookup", Args: []string{ReadsSGI.String()}}
	}
	args := []string{sgi.RoundTo(money.Krona, money.Down).Kronor(), year.RoundTo(money.Krona, money.Down).Kronor(), strconv.FormatInt(n, 10)}
	switch {
	case sgi-year > slack && v.counted(sgi) <= v.counted(year): // what the benefit counts of it is declared
		return Evaluation{Outcome: Observation, Reason: "sgi.high", Args: args, Proposal: Review}
	case sgi-year > slack:
		return Evaluation{Outcome: Task, Reason: "sgi.high", Args: args, AtStake: v.stake(int64(v.counted(sgi)-v.counted(year)), int64(v.counted(sgi))), Proposal: Review}
	case known && sgi >= most: // no SGI is higher, whatever is earned
	case year-sgi > slack:
		return Evaluation{Outcome: Observation, Reason: "sgi.low", Args: args, Proposal: Review}
	}
	return Evaluation{Outcome: NoFinding, Reason: "sgi.agrees", Args: args}
}

// mostSGI is the ceiling of an SGI on the first day of the line, whole hundreds of kronor
// (SFB 25:5); false when the law of the day is not known.
func (v *View) mostSGI() (money.Amount, bool) {
	most, known := v.ceiling(statute.SicknessCeiling)
	return most.RoundTo(100*money.Krona, money.Down), known
}

// counted is how much of an income a year the line's benefit is counted on: at most 7.5
// price base amounts for temporary parental benefit (SFB 13:33) and pregnancy benefit
// (10:11). Other benefits count the whole, as does one whose law of the day is not known.
func (v *View) counted(year money.Amount) money.Amount {
	name := ""
	switch v.Line.Benefit.String() {
	case "tillfallig-foraldrapenning":
		name = statute.TFPCeiling
	case "graviditetspenning":
		name = statute.PregnancyCeiling
	default:
		return year
	}
	if most, known := v.ceiling(name); known {
		return min(year, most)
	}
	return year
}

// ceiling is so many price base amounts on the first day of the line; false when the law of
// the day is not known.
func (v *View) ceiling(name string) (money.Amount, bool) {
	base, err := v.Law.Value(statute.PriceBaseAmount, v.Line.From)
	if err != nil {
		return 0, false
	}
	share, err := v.Law.Value(name, v.Line.From)
	if err != nil {
		return 0, false
	}
	most, err := money.MulDiv(money.Amount(base.Int64), share.Int64, 1_000_000, money.Down)
	return most, err == nil
}

// doublePayment finds days that are compensated more than once: for one person more than a
// whole day, or for one child by two. Each of the lines is found, because any of them may be
// the wrong one; what is too much is at stake on the one that is paid last, so that a krona
// counts once.
var doublePayment = &Rule{ID: "double-payment", Version: 2, Stages: Before | During | After,
	Covers: paidByDay,
	Name:   Words{"Dubbla ersättningar", "Double payments"},
	Purpose: Words{"Se om samma dag ersätts mer än en gång: för samma person, för samma barn, eller med sjuklön.",
		"See whether a day is compensated more than once: for the same person, for the same child, or with sick pay."},
	Law: []statute.Ref{"SFB 11:10", "SFB 11:14", "SFB 27:11"}, Reads: ReadsLine | ReadsOwnPayouts | ReadsChildPayouts | ReadsSickPay, judge: judgeDouble}

// paidByDay covers the benefits that replace work on a day.
var paidByDay = covers("tillfallig-foraldrapenning", "foraldrapenning", "sjukpenning", "rehabiliteringspenning", "graviditetspenning", "narstaendepenning",
	"aktivitetsstod", "utvecklingsersattning", "smittbararpenning")

func judgeDouble(v *View) Evaluation {
	l := v.Line
	own, child := v.OwnPayouts(), v.ChildPayouts()
	unknown := 0 // days on which a line may pay or not: it pays for some of its period, and not said which
	sick := v.Facts(register.SickPay, calendar.Period{From: l.From, To: l.To})
	var days []DayResult
	over, reason := int64(0), ""
	whole := int64(claimed(l)) * (int64(l.To-l.From) + 1)
	for d := l.From; d <= l.To; d++ {
		mine := together{line: l, sum: claimed(l), part: !wholeDays(l)}
		others := mine
		for _, e := range own {
			if paidByDay(e.Line.Benefit) {
				mine.add(&e.Line, d, "double.own")
			}
		}
		for _, f := range sick {
			if f.Days().Contains(d) { // the employer pays it whatever the agency does
				mine.sum, mine.first, mine.why = mine.sum+shareOf(f.Extent), mine.first+shareOf(f.Extent), "double.sickpay"
			}
		}
		if l.Benefit.String() == "tillfallig-foraldrapenning" {
			for _, e := range child {
				if e.Line.Benefit == l.Benefit {
					others.add(&e.Line, d, "double.child")
				}
			}
		}
		too := &mine
		if !mine.tooMuch() || others.tooMuch() && !others.part && others.carries() > mine.carries() {
			too = &others
		}
		if !too.tooMuch() {
			continue
		}
		if too.part {
			unknown++
		} else {
			reason = too.why
			over += too.carries()
		}
		days = append(days, DayResult{Day: d, Code: "over", Claimed: claimed(l), Found: too.sum})
	}
	if len(days) == 0 {
		return Evaluation{Outcome: NoFinding, Reason: "double.none"}
	}
	if unknown == len(days) {
		return Evaluation{Outcome: Manual, Reason: "double.days", Args: []string{strconv.Itoa(unknown)}, Days: days, Proposal: Ask}
	}
	if over == 0 { // a line that is paid later has all that is too much
		if reason == "double.child" {
			reason = "double.child.first"
		} else { // sick pay besides is not what makes it too much
			reason = "double.own.first"
		}
	}
	return Evaluation{Outcome: Task, Reason: reason, Args: []string{strconv.Itoa(len(days) - unknown)}, Days: days, AtStake: v.stake(over, whole), Proposal: Ask}
}

// together is what several compensate of one day of a line, in hundredths of a percent.
type together struct {
	line  *payout.Line
	sum   int32
	first int32 // of it, what is paid before the line
	why   string
	part  bool // one of the lines does not pay for every day of its period, nor say which
}

// add adds another line, if it has the day.
func (t *together) add(other *payout.Line, day calendar.Date, why string) {
	if day < other.From || day > other.To {
		return
	}
	if paidBefore(other, t.line) {
		t.first += claimed(other)
	}
	t.sum, t.why, t.part = t.sum+claimed(other), why, t.part || !wholeDays(other)
}

func (t *together) tooMuch() bool { return t.why != "" && t.sum > 10_000 }

// carries is how much of what is too much the line has: what it adds above a whole day to
// what is paid before it. Over all the lines that is what is too much, once.
func (t *together) carries() int64 {
	mine := claimed(t.line)
	return int64(min(max(0, t.first+mine-10_000), mine))
}

// paidBefore is the same from whichever of the two lines it is asked: by pay day, id and
// party.
func paidBefore(a, b *payout.Line) bool {
	return cmp.Or(cmp.Compare(a.PayOn, b.PayOn), strings.Compare(a.ID, b.ID), cmp.Compare(a.Party, b.Party)) < 0
}

// shareOf is the extent of a fact, a whole day when it states none.
func shareOf(extent int32) int32 {
	if extent == 0 {
		return 10_000
	}
	return extent
}

// foreignIncome follows up income from abroad: the benefit may be too high, and another
// state may owe a part of it (regress).
var foreignIncome = &Rule{ID: "foreign-income", Version: 1, Stages: During | After,
	Covers: covers("sjukersattning", "aktivitetsersattning", "bostadstillagg", "sjukpenning", "rehabiliteringspenning", "foraldrapenning", "barnbidrag", "omvardnadsbidrag", "underhallsstod", "bostadsbidrag", "arbetsskadelivranta"),
	Name:   Words{"Inkomst från utlandet", "Income from abroad"},
	Purpose: Words{"Följa upp inkomster och förmåner från ett annat land som påverkar ersättningen, och se om den andra staten ska betala tillbaka en del.",
		"Follow up income and benefits from another state that affect the benefit, and see whether that state is to pay a part of it back."},
	Law: []statute.Ref{"SFB 4:5", "SFB 110:13"}, Reads: ReadsLine | ReadsForeign, judge: func(v *View) Evaluation {
		found := v.Facts(register.Foreign, calendar.Period{From: v.Line.From, To: v.Line.To})
		if len(found) == 0 {
			return Evaluation{Outcome: NoFinding, Reason: "foreign.none"}
		}
		f := &found[max(0, slices.IndexFunc(found, func(f register.Fact) bool { return f.Status != "wage" }))] // a benefit before a wage: it can give regress
		args := []string{f.Other, f.Status, f.Amount.RoundTo(money.Krona, money.Down).Kronor()}
		// Recovery through the other institution (987/2009 art. 72) does not reach these.
		switch v.Line.Benefit.String() {
		case "bostadsbidrag", "underhallsstod", "aktivitetsstod", "etableringsersattning":
			return Evaluation{Outcome: Task, Reason: "foreign.noregress", Args: args, Proposal: Review}
		}
		if f.Status == "wage" {
			return Evaluation{Outcome: Task, Reason: "foreign.wage", Args: args, Proposal: Review}
		}
		return Evaluation{Outcome: Task, Reason: "foreign.regress", Args: args, Proposal: Regress}
	}}

// assistanceHours holds the hours a provider is paid for against those that were done.
var assistanceHours = &Rule{ID: "assistance-hours", Version: 2, Stages: Before | During | After, Covers: covers("assistansersattning"),
	Name: Words{"Assistanstimmar", "Assistance hours"},
	Purpose: Words{"Se om de timmar som betalas har utförts, och om någon av dagarna var på en institution, i skola eller daglig verksamhet.",
		"See whether the hours paid for were done, and whether a day was spent in an institution, at school or in daily activity."},
	Law: []statute.Ref{"SFB 51:16", "SFB 106:24"}, Reads: ReadsLine | ReadsAssistance | ReadsInstitution, Standard: Settings{GraceDays: 35}, judge: judgeAssistance}

func judgeAssistance(v *View) Evaluation {
	l := v.Line
	days := calendar.Period{From: l.From, To: l.To}
	if away := v.Facts(register.Institution, days); len(away) > 0 {
		n, first, last := spread(away, days)
		return Evaluation{Outcome: Task, Reason: "assistance.institution", Args: []string{away[0].Other, first.String(), last.String()},
			AtStake: v.stake(n, int64(l.To-l.From)+1), Proposal: Ask, Law: []statute.Ref{"SFB 106:24"}}
	}
	done, across, reports := int32(0), int32(0), v.Facts(register.Assistance, days)
	for _, f := range reports {
		if n := int32(f.To-f.From) + 1; f.Hours > 2400*n {
			return Evaluation{Outcome: Manual, Reason: "assistance.impossible", Args: []string{hoursText(f.Hours), strconv.Itoa(int(n))}, Proposal: Ask}
		}
		if done += f.Hours; f.From < l.From || f.To > l.To { // which of its hours lie within is not told
			across += f.Hours
		}
	}
	args := []string{hoursText(l.Hours), hoursText(done)}
	slack := int32(int64(l.Hours) * int64(v.Tolerance) / 10_000)
	told, _, _ := spread(reports, days)
	switch {
	case l.Hours == 0:
		return Evaluation{Outcome: Manual, Reason: "assistance.nohours", Proposal: Ask}
	case (len(reports) == 0 || done+slack < l.Hours) && told < int64(l.To-l.From)+1 && v.On <= l.To.AddDays(v.GraceDays):
		again := l.To.AddDays(v.GraceDays) + 1
		return Evaluation{Outcome: NotYet, Reason: "assistance.pending", Args: []string{again.String()}, Again: again}
	case len(reports) == 0:
		return Evaluation{Outcome: Task, Reason: "assistance.missing", Args: args, AtStake: l.Gross, Proposal: Ask}
	case done+slack < l.Hours:
		return Evaluation{Outcome: Task, Reason: "assistance.fewer", Args: args, AtStake: v.stake(int64(l.Hours-done), int64(l.Hours)), Proposal: Ask}
	case done-across+slack < l.Hours:
		return Evaluation{Outcome: Manual, Reason: "assistance.across", Args: []string{hoursText(across), hoursText(l.Hours), hoursText(done - across)}, Proposal: Ask}
	}
	return Evaluation{Outcome: NoFinding, Reason: "assistance.agrees", Args: args}
}

// spread is how many days of a period some of the facts have, and the first and last.
func spread(facts []register.Fact, days calendar.Period) (n int64, first, last calendar.Date) {
	first, last = calendar.None, calendar.None
	for d := days.From; d <= days.To; d++ {
		if !slices.ContainsFunc(facts, func(f register.Fact) bool { return f.Days().Contains(d) }) {
			continue
		}
		if n++; first == calendar.None {
			first = d
		}
		last = d
	}
	return n, first, last
}

// identityReuse finds accounts and phone numbers that many share, which may be one person
// acting for many. A shared account is no wrong in itself.
var identityReuse = &Rule{ID: "identity-reuse", Version: 1, Stages: Before | During | After, Covers: restsOn,
	Name: Words{"Samma konto eller telefon för många", "One account or phone for many"},
	Purpose: Words{"Se om många får pengar på samma konto eller nås på samma telefonnummer.",
		"See whether many are paid to one account or reached on one phone number."},
	Law: []statute.Ref{"SFB 110:13"}, Reads: ReadsLine | ReadsAccounts | ReadsPhones, Standard: Settings{Limit: 4}, judge: func(v *View) Evaluation {
		accounts, phones := v.OnAccount(), v.OnPhones()
		switch {
		case accounts > v.Limit:
			return Evaluation{Outcome: Task, Reason: "identity.account", Args: []string{strconv.Itoa(accounts)}, AtStake: v.Line.Gross, Proposal: Ask}
		case phones > v.Limit:
			return Evaluation{Outcome: Observation, Reason: "identity.phone", Args: []string{strconv.Itoa(phones)}}
		}
		return Evaluation{Outcome: NoFinding, Reason: "identity.none"}
	}}

// death finds payouts for time after a death.
var death = &Rule{ID: "death", Version: 1, Stages: Before | During | After, Covers: restsOn,
	Name: Words{"Dödsfall", "Death"},
	Purpose: Words{"Se om personen, eller barnet ersättningen gäller, har avlidit före de dagar som betalas.",
		"See whether the person, or the child the benefit is for, died before the days that are paid for."},
	Law: []statute.Ref{"SFB 110:46"}, Reads: ReadsLine | ReadsPopulation, judge: judgeDeath}

func judgeDeath(v *View) Evaluation {
	l := v.Line
	days := calendar.Period{From: calendar.New(1900, 1, 1), To: l.To}
	for _, f := range v.Facts(register.Population, days) {
		if f.Status != register.Dead {
			continue
		}
		last := f.From
		if !isByDay(l) { // a monthly benefit is paid for the month of the death
			last = last.EndOfMonth()
		}
		if l.To > last {
			return Evaluation{Outcome: Task, Reason: "death", Args: []string{f.From.String()}, AtStake: v.stakeDays(last + 1), Proposal: Stop}
		}
		return Evaluation{Outcome: Observation, Reason: "death.after", Args: []string{f.From.String()}}
	}
	for _, f := range v.FactsOfChild(days) {
		if f.Status == register.Dead && l.To > f.From { // what follows differs between benefits
			return Evaluation{Outcome: Manual, Reason: "death.child", Args: []string{f.From.String()}, Proposal: Review}
		}
	}
	return Evaluation{Outcome: NoFinding, Reason: "death.none"}
}

// isByDay reports whether the line pays for days, not for a month. That an extent is
// stated says nothing of it: sickness compensation is paid by the month to an extent.
func isByDay(l *payout.Line) bool { return l.Days > 0 || l.Benefit.Form() == benefit.OnApplication }
