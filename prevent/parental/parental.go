package parental

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Insured is what parental benefit a parent is insured for (SFB 12:35–41).
type Insured string

// The kinds of insurance.
const (
	ByBoth      Insured = "both"      // residence and work
	ByResidence Insured = "residence" // residence only
	ByLabour    Insured = "work"      // work only
)

// Compensation is how much a day of parental benefit gives (ersättningsnivå, SFB 12:18).
type Compensation string

// The levels of compensation, the highest first.
const (
	SicknessLevel Compensation = "sickness" // sjukpenningnivå
	BaseLevel     Compensation = "base"     // grundnivå
	LowestLevel   Compensation = "lowest"   // lägstanivå
)

// rank orders the levels of compensation; 0 for none.
func (c Compensation) rank() int {
	switch c {
	case SicknessLevel:
		return 3
	case BaseLevel:
		return 2
	case LowestLevel:
		return 1
	}
	return 0
}

// Name is the level of compensation in words.
func (c Compensation) Name() Text {
	switch c {
	case SicknessLevel:
		return Text{"sjukpenningnivå", "sickness level"}
	case BaseLevel:
		return Text{"grundnivå", "base level"}
	case LowestLevel:
		return Text{"lägstanivå", "lowest level"}
	}
	return Text{"ingen", "none"}
}

// ParentalDay is a day that parental benefit is asked for.
type ParentalDay struct {
	On      calendar.Date
	SGI     Income
	Level   Level
	Insured Insured
	// Lowest is set when the day is asked for as one of those on the lowest level.
	Lowest bool
	// Before is the days on sickness or base level that have been paid for the child
	// before this day, to both parents.
	Before Eighths
	// Begins is the child's birth, or the day that counts as it (11:7); calendar.None when it is
	// not stated and the child is in its first four years.
	Begins calendar.Date
	// Insured240 is whether the parent was insured long enough before the birth for a
	// sickness benefit above the lowest level (240-dagarsvillkoret, 12:35 p.1).
	Insured240 Stated
}

// ParentalResult is what a day of parental benefit gives.
type ParentalResult struct {
	Outcome      Outcome      `json:"outcome"` // Yes with the amount, No when nothing is paid, NotShown
	Compensation Compensation `json:"compensation,omitempty"`
	Full         money.Amount `json:"full_ore"`   // of a full day; 0 unless the outcome is Yes
	Amount       money.Amount `json:"amount_ore"` // of the day at its level; 0 unless the outcome is Yes
	Missing      []Missing    `json:"missing,omitempty"`
	Doubts       []Missing    `json:"doubts,omitempty"` // what was stated and is to be examined
	Steps        []Step       `json:"steps"`
}

// Parental computes a day of parental benefit (SFB 12:18–41). Errors are those of
// Temporary.
func (r Rules) Parental(d ParentalDay) (ParentalResult, error) {
	k := r.begin()
	k.checkIncome(d.SGI)
	switch {
	case d.On == calendar.None:
		k.wrong("on", "the day is needed", "")
	case !d.Level.IsLevel():
		k.wrong("level", "it is one of full, 3/4, 1/2, 1/4 and 1/8", "SFB 12:9")
	case d.Insured != ByBoth && d.Insured != ByResidence && d.Insured != ByLabour:
		k.wrong("insured", "it is both, residence or work", "SFB 12:35")
	case d.Before < 0:
		k.wrong("before", "the days before are zero or more", "SFB 12:19")
	}
	if k.err != nil {
		return ParentalResult{}, k.err
	}
	p := &parentalDay{reckoning: k, day: d}
	p.decide()
	if k.err != nil {
		return ParentalResult{}, k.err
	}
	p.out.Steps, p.out.Doubts = k.steps, k.doubts
	return p.out, nil
}

// parentalDay is the computation of one day.
type parentalDay struct {
	*reckoning
	day ParentalDay
	out ParentalResult
}

func (p *parentalDay) decide() {
	if p.day.Lowest {
		p.lowest()
		return
	}
	if p.day.Insured == ByResidence {
		ref := statute.Ref("SFB 12:40")
		if p.isFirst() {
			ref = "SFB 12:36"
		}
		p.base(ref, say("Den som är försäkrad bara genom bosättning får grundnivån", "Who is insured by residence alone gets the base level"))
		return
	}
	full := p.sickness()
	if p.err != nil {
		return
	}
	if !p.isFirst() {
		p.atLeastBase(full, "SFB 12:39", "SFB 12:41")
		return
	}
	p.first(full)
}

// isFirst tells whether the day is among those that rest on 12:35–37.
func (p *parentalDay) isFirst() bool {
	first := p.value(statute.FPFirstDays, p.day.On)
	if p.err != nil || p.day.Before >= Days(first.Int64) {
		return false
	}
	if p.day.Begins == calendar.None {
		return true
	}
	years := p.value(statute.FPFourthYear, p.day.Begins)
	return p.err == nil && p.day.On < p.day.Begins.AddYears(int(years.Int64))
}

// sickness is the full amount on the sickness level, told (12:22, 12:25–26, 28:10).
func (p *parentalDay) sickness() money.Amount {
	b := p.bases(parentalRule, p.day.SGI, []calendar.Date{p.day.On})
	if p.err != nil {
		return 0
	}
	return p.dividedDay(b[0], b[0].counted.Whole(), statute.SicknessYearDays, "SFB 28:10", p.day.On)
}

// first is a day among the first ones: 240 days of insurance decide (12:35, 12:37).
func (p *parentalDay) first(full money.Amount) {
	level, days := p.value(statute.FPBaseLevel, p.day.On), p.value(statute.FPInsuredDays, p.day.On)
	if p.err != nil {
		return
	}
	onlyWork := p.day.Insured == ByLabour
	switch {
	case p.day.Insured240 == StatedTrue:
		p.step("insured_240", "SFB 12:35 p.1",
			say("Föräldern var försäkrad i minst %d dagar i följd före födelsen", "The parent was insured for at least %d days in a row before the birth", days.Int64),
			fact("insured_240", string(StatedTrue)), law(days))
		p.atLeastBase(full, "SFB 12:35 p.2", "SFB 12:37")
	case p.day.Insured240 == StatedFalse && onlyWork:
		p.refuse("SFB 12:37", say("Utan %d dagars försäkring före födelsen lämnas inget till den som är försäkrad bara genom arbete",
			"Without %d days of insurance before the birth nothing is paid to who is insured by work alone", days.Int64))
	case p.day.Insured240 == StatedFalse:
		p.base("SFB 12:35 p.2", say("Utan %d dagars försäkring före födelsen lämnas grundnivån", "Without %d days of insurance before the birth the base level is paid", days.Int64))
	case !onlyWork && full <= money.Amount(level.Int64):
		p.atLeastBase(full, "SFB 12:35 p.2", "SFB 12:37") // the condition makes no difference
	default:
		says := say("om föräldern i minst %d dagar i följd före födelsen var försäkrad för en sjukpenning över lägstanivån",
			"whether the parent was insured for at least %d days in a row before the birth for a sickness benefit above the lowest level", days.Int64)
		p.out.Outcome = NotShown
		p.out.Missing = append(p.out.Missing, Missing{Fact: "insured_240", Law: "SFB 12:35 p.1", Says: says})
		p.step("not_shown", "SFB 12:35 p.1", say("Det har inte angetts %s", "It has not been stated %s", says), fact("outcome", string(NotShown)), law(days))
	}
}

// atLeastBase pays the sickness level when it is above the base level, and that otherwise.
func (p *parentalDay) atLeastBase(full money.Amount, both, onlyWork statute.Ref) {
	level := p.value(statute.FPBaseLevel, p.day.On)
	if p.err != nil {
		return
	}
	if full <= money.Amount(level.Int64) {
		ref := both
		if p.day.Insured == ByLabour {
			ref = onlyWork
		}
		p.base(ref, say("Hel ersättning %s är inte över grundnivån, som lämnas i stället", "The full amount %s is not above the base level, which is paid instead", kr(full)))
		return
	}
	p.step("above_base", "SFB 12:22",
		say("Hel ersättning %s är över grundnivån %s: sjukpenningnivå", "The full amount %s is above the base level %s: sickness level", kr(full), kr(money.Amount(level.Int64))),
		fact("compensation", string(SicknessLevel)), ore("full", full), law(level))
	p.pay(SicknessLevel, full)
}

func (p *parentalDay) base(ref statute.Ref, why Text) {
	level := p.value(statute.FPBaseLevel, p.day.On)
	if p.err != nil {
		return
	}
	full := money.Amount(level.Int64)
	p.step("base_level", ref, say("%s: %s om dagen", "%s: %s a day", why, kr(full)), ore("full", full), law(level))
	p.pay(BaseLevel, full)
}

// lowest is a day on the lowest level (12:24, 12:39–41).
func (p *parentalDay) lowest() {
	if p.day.Insured == ByLabour {
		p.refuse("SFB 12:24", say("Lägstanivån kräver försäkring genom bosättning", "The lowest level needs insurance by residence"))
		return
	}
	if first := p.value(statute.FPFirstDays, p.day.On); p.isFirst() {
		p.refuse("SFB 12:19", say("De första %d dagarna lämnas inte på lägstanivån; %s dagar är använda",
			"The first %d days are not on the lowest level; %s days are used", first.Int64, p.day.Before.String()))
		return
	}
	level := p.value(statute.FPLowestLevel, p.day.On)
	if p.err != nil {
		return
	}
	full := money.Amount(level.Int64)
	p.step("lowest_level", "SFB 12:24", say("Lägstanivån är %s om dagen", "The lowest level is %s a day", kr(full)), ore("full", full), law(level))
	p.pay(LowestLevel, full)
}

func (p *parentalDay) pay(c Compensation, full money.Amount) {
	amount := p.levelStep("SFB 12:9", Text{"Föräldrapenning", "Parental benefit"}, full, p.day.Level)
	p.out.Outcome, p.out.Compensation, p.out.Full, p.out.Amount = Yes, c, full, amount
	p.step("total", "SFB 12:32", say("%[1]s: %[2]s föräldrapenning på %[3]s är %[4]s", "%[1]s: %[2]s parental benefit on the %[3]s is %[4]s", p.day.On, p.day.Level.Name(), c.Name(), kr(amount)),
		ore("amount", amount), number("used", unitEighths, int64(p.day.Level)))
}

func (p *parentalDay) refuse(ref statute.Ref, why Text) {
	p.out.Outcome = No
	p.step("refused", ref, why, ore("amount", 0), fact("insured", string(p.day.Insured)), fact("before", fmt.Sprint(p.day.Before)))
}
