package inquiry

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"sync"
	"sync/atomic"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/letter"
)

// Automatic decisions (FL 28 §) are made of settlements, which are to be repaid whoever
// caused them (SFB 108:9), when nothing in the case asks for judgement.

// Why a case is not decided automatically.
const (
	AutoOff     = "off"
	AutoState   = "state"
	AutoGround  = "ground"
	AutoPerson  = "person"
	AutoPayees  = "payees"
	AutoAge     = "age"
	AutoLimit   = "limit"
	AutoHearing = "hearing"
	AutoPolice  = "police"
	AutoSample  = "sample"
	AutoTouched = "touched"
	AutoReview  = "review"
	AutoLeft    = "left"
)

// SettlementSource is the source of bases of the yearly settlement of housing allowance. What it
// opens a case for it has left to a person.
const SettlementSource = "housing"

// AutoWords is why the program leaves a case to a person, in Swedish and in English.
func AutoWords(why string) (sv, en string) { return autoWords[why][0], autoWords[why][1] }

var autoWords = map[string][2]string{
	AutoOff:     {"myndigheten har inte satt någon gräns, ålder på underlaget eller andel för urval", "the agency has set no limit, no age of the basis or no share (`balans help law`)"},
	AutoState:   {"ärendet utreds inte, är stoppat, eller har ett underlag som saknas eller är spärrat", "it is not under investigation, is stopped, or its basis is blocked or missing"},
	AutoGround:  {"återbetalningsskyldigheten är en bedömning", "liability is a judgement"},
	AutoPerson:  {"någon är skyddad, avliden, utomlands eller under 18 år, eller gick inte att slå upp", "somebody is protected, deceased, abroad or under 18, or could not be looked up"},
	AutoPayees:  {"flera fick pengarna", "several were paid"},
	AutoAge:     {"underlaget är för nytt", "the basis is too new"},
	AutoLimit:   {"beloppet är över gränsen eller under det minsta", "the sum is above the limit, or below the least"},
	AutoHearing: {"den enskilde är inte hörd än, eller har svarat", "the person is not heard yet, or has answered"},
	AutoPolice:  {"brott misstänks", "a crime is suspected"},
	AutoSample:  {"ärendet är utvalt för granskning", "drawn to be looked at by a person"},
	AutoTouched: {"en människa har arbetat med ärendet", "a person has worked on it"},
	AutoReview:  {"det är en omprövning", "it is a review"},
	AutoLeft:    {"avstämningen har lämnat ärendet till en människa", "the settlement has left it to a person"},
}

// The reasons of automatic steps, as they stand in the decision.
const (
	autoSettled  = "Det som betalades ut har jämförts med det du hade rätt till enligt den slutliga avräkningen."
	autoUnwaived = "Det har inte kommit fram några särskilda skäl att låta dig slippa betala tillbaka hela eller en del av beloppet."
	autoRecent   = "Utbetalningarna är inte äldre än att de kan krävas tillbaka."
)

// MayDecideAlone says whether the program may assess and decide the case on a day; why is
// "" when it may.
func (c *Case) MayDecideAlone(p *statute.Parameters, on calendar.Date) (why string, err error) {
	limit, err := p.Value(statute.AutomaticLimit, on)
	age, err2 := p.Value(statute.AutomaticBasisAge, on)
	share, err3 := p.Value(statute.AutomaticSample, on)
	if err := errors.Join(err, err2, err3); err != nil {
		var unset *statute.MissingError
		if errors.As(err, &unset) {
			return AutoOff, nil
		}
		return "", err
	}
	now, e := c.Current(), c.Enriched
	r := c.reckon(on, false)
	switch {
	case c.Reviews != "":
		return AutoReview, nil
	case now.Basis != nil && now.Source == SettlementSource:
		return AutoLeft, nil
	case c.State != Investigating || c.Stop != nil || now.Blocked || now.Annulled || now.Basis == nil:
		return AutoState, nil
	case c.Signal.Source != FromReconcile || !strict(inferredGround(c)) || now.Source == "hand":
		return AutoGround, nil
	case e == nil || e.Protected || e.Deceased || e.Abroad || e.Minor || len(e.Unknown) > 0:
		return AutoPerson, nil
	case len(c.payeesWithout(&Assessment{})) != 1:
		return AutoPayees, nil
	case len(c.Reports) > 0:
		return AutoPolice, nil
	case now.On.AddDays(int(age.Int64)) > on:
		return AutoAge, nil
	case int64(r.Wrong) > limit.Int64:
		return AutoLimit, nil
	case slices.ContainsFunc(Steps, func(s Step) bool { a := c.last(s); return a != nil && !a.Auto }):
		return AutoTouched, nil
	case Drawn(c.ID, share.Int64):
		return AutoSample, nil
	case slices.ContainsFunc(c.Hearings, func(h Hearing) bool { return len(h.Answers) > 0 }):
		return AutoHearing, nil
	}
	return c.belowLeast(p, on, r.Wrong)
}

// belowLeast keeps from the program what is below the least amount of a settlement.
func (c *Case) belowLeast(p *statute.Parameters, on calendar.Date, wrong money.Amount) (string, error) {
	v, err := p.Value(statute.HousingSettlementMinimum, on)
	if inferredGround(c) != claim.HousingSettlement {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if int64(wrong) < v.Int64 {
		return AutoLimit, nil
	}
	return "", nil
}

// Drawn reports whether a case, or another decision of the program, is among those a person
// looks at: by its number, so that nobody can choose, and the same whenever it is asked. share is
// in millionths.
func Drawn(id string, share int64) bool {
	h := fnv.New64a()
	h.Write([]byte("sample " + id))
	return int64(h.Sum64()%1_000_000) < share
}

// AssessAlone makes the six steps of a case that the program may decide.
func (a *Act) AssessAlone(ctx context.Context, j *journal.Journal, p *statute.Parameters) (*Receipt, error) {
	return a.do(ctx, j, "assess-alone", d0, func(d *draft) error {
		if why, err := d.MayDecideAlone(p, d.on); err != nil || why != "" {
			return errors.Join(err, refuseAuto(why))
		}
		return d.assessAlone(p)
	})
}

func refuseAuto(why string) error {
	if why == "" {
		return nil
	}
	sv, en := AutoWords(why)
	return &Refusal{"state", "the program does not decide this case by itself: " + en, "programmet beslutar inte ärendet självt: " + sv}
}

func (d *draft) assessAlone(p *statute.Parameters) error {
	ground := inferredGround(d.Case).String()
	for _, s := range Steps {
		if st := d.StandingOf(s, d.on); st.Status == StepAuto {
			continue
		}
		a := Assessment{Step: s, Basis: d.Current().Number, Auto: true, Expires: d.on.AddDays(autoDays), Rules: d.Evaluate(s, p, d.on)}
		switch s {
		case Facts:
			a.Spans, a.Cause = d.Whole(IsWrong, autoSettled), letter.CauseSettlement
		case Liability:
			a.Spans = d.Whole(Liable, autoSettled)
			a.Spans[0].Ground = ground
		case Waiver:
			a.Spans = d.Whole(NoWaiver, autoUnwaived)
		case Limitation:
			a.Spans = d.Whole(StillOpen, autoRecent)
		case Sum:
			a.Repay = d.reckon(d.on, false).Repay
		case Parties:
			a.Recipients = d.Payees()
		}
		if err := d.check(&a); err != nil {
			return err
		}
		if err := d.add(kindAssessed, a); err != nil {
			return err
		}
	}
	return nil
}

// DecideAlone decides a case by the program, with all that approval checks and creates.
func (a *Act) DecideAlone(ctx context.Context, j *journal.Journal, o *Office) (*Receipt, error) {
	return a.do(ctx, j, "decide-alone", d0, func(d *draft) error {
		if why, err := d.MayDecideAlone(o.Parameters, d.on); err != nil || why != "" {
			return errors.Join(err, refuseAuto(why))
		}
		if err := d.assessAlone(o.Parameters); err != nil {
			return err
		}
		r := d.Reckon(d.on)
		if len(r.Missing) > 0 {
			return refuseMissing("the program does not decide this case by itself; missing: ", "programmet beslutar inte ärendet självt; det saknas: ", r.Missing)
		}
		return d.decide(ctx, j, o, &Decided{Auto: true})
	})
}

// AutoReceipt is what a run of automatic decisions came to.
type AutoReceipt struct {
	Looked, Decided int
	Left            map[string]int // by why
}

// DecideAll decides every case that the program may decide, many at a time. Each is a commit
// of its own: a run that is stopped has decided some and not others, and is run again.
func DecideAll(ctx context.Context, j *journal.Journal, o *Office, cases []*Summary, a Act, progress func(done, of int)) (*AutoReceipt, error) {
	r := &AutoReceipt{Left: map[string]int{}}
	var mu sync.Mutex
	var first error
	var done atomic.Int64
	next := make(chan *Summary)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var wg sync.WaitGroup
	for range 64 { // they share commits
		wg.Go(func() {
			for s := range next {
				act := a
				act.Party, act.Case = s.Party, s.ID
				_, err := act.DecideAlone(ctx, j, o)
				mu.Lock()
				var refused *Refusal
				var guarded *claim.Refusal
				switch {
				case err == nil:
					r.Decided++
				case errors.As(err, &refused):
					r.Left[refused.Why]++
				case errors.As(err, &guarded), errors.Is(err, letter.ErrOrder): // this case is for a person; the others are not to wait
					r.Left[err.Error()]++
				case first == nil:
					first = fmt.Errorf("the case %s: %w", s.ID, err)
					stop()
				}
				mu.Unlock()
				if n := done.Add(1); progress != nil && n%500 == 0 {
					progress(int(n), len(cases))
				}
			}
		})
	}
feed:
	for _, s := range cases {
		if s.State != Investigating {
			continue
		}
		r.Looked++
		select {
		case next <- s:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	wg.Wait()
	if first == nil {
		first = context.Cause(ctx)
		if ctx.Err() == nil {
			first = nil
		}
	}
	return r, first
}
