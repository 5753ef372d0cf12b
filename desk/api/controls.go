package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/control"
	"balans/prevent/payout"
)

// question is a payout that is about to be paid. Amounts are kronor as text, "1072,00";
// extent and hours "87,5"; days YYYY-MM-DD.
type question struct {
	Payout    string `json:"payout"`
	Party     string `json:"party"`
	Payee     string `json:"payee"`
	Child     string `json:"child"`
	Benefit   string `json:"benefit"`
	From      string `json:"from"`
	To        string `json:"to"`
	Days      int    `json:"days"`
	Extent    string `json:"extent"`
	Hours     string `json:"hours"`
	Basis     string `json:"basis"`
	AppliedOn string `json:"applied_on"`
	PayOn     string `json:"pay_on"`
	Account   string `json:"account"`
	Gross     string `json:"gross"`
	Tax       string `json:"tax"`
}

// answer is what the controls came to.
type answer struct {
	Run         string           `json:"run"`
	Plan        string           `json:"plan"`
	Version     int              `json:"version"`
	KnownAt     calendar.Instant `json:"known_at"`   // as of which instant the books were asked
	Controlled  bool             `json:"controlled"` // some control of the plan is made of such a payout
	Finding     bool             `json:"finding"`    // a person has something to judge before it is paid
	Evaluations []answered       `json:"evaluations"`
}

type answered struct {
	Control  string           `json:"control"`
	Version  int              `json:"version"`
	Outcome  control.Outcome  `json:"outcome"`
	Reason   string           `json:"reason"`
	Says     string           `json:"says"`
	SaysEn   string           `json:"says_en"`
	AtStake  string           `json:"at_stake"`
	Again    string           `json:"again,omitempty"`
	Proposal control.Proposal `json:"proposal,omitempty"`
	Law      []control.Lagrum `json:"lagrum,omitempty"`
}

func (s *Server) check(w http.ResponseWriter, r *http.Request) {
	a, err := s.answer(w, r)
	if err != nil {
		var p *problem
		if !errors.As(err, &p) && r.Context().Err() == nil {
			s.log.Error("a control could not be made", "error", err)
		}
		fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(a) // the caller may have gone
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) (*answer, error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		return nil, &problem{Status: http.StatusUnsupportedMediaType, Title: "The question is JSON", Detail: "send Content-Type: application/json"}
	}
	var q question
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostBody))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&q); err != nil {
		p := &problem{Status: http.StatusBadRequest, Title: "The question cannot be read", Detail: err.Error()}
		if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
			p.Field = wrong.Field
		}
		return nil, p
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, &problem{Status: http.StatusBadRequest, Title: "The question cannot be read", Detail: "one payout is asked about at a time"}
	}
	line, err := q.line()
	if err != nil {
		return nil, err
	}
	b, err := s.current(r.Context())
	if err != nil {
		return nil, err
	}
	plan := b.controls.Plan("")
	if plan == nil {
		return nil, &problem{Status: http.StatusConflict, Title: "No control plan has been taken into use", Detail: "balans control plan FILE takes one into use"}
	}
	asked := &control.Asked{Plan: plan.Plan, Version: plan.Version, Stage: control.Before, On: calendar.InstantOf(s.journal.Now()).Date(), KnownAt: b.known, By: "run/api"}
	if s.begun.Load() != int64(asked.On)+1 {
		err := control.Begin(r.Context(), s.journal, asked)
		if refused := (*control.Refusal)(nil); errors.As(err, &refused) {
			return nil, &problem{Status: http.StatusConflict, Title: "There is no control plan for today", Detail: refused.Why}
		}
		if err != nil {
			return nil, err
		}
		s.begun.Store(int64(asked.On) + 1)
	}
	asked.ID = control.OnlineRun(asked.On)
	c, err := control.Online(r.Context(), s.journal, b.sourcesFor(line), asked, line, b.controls)
	if refused := (*control.Refusal)(nil); errors.As(err, &refused) {
		return nil, &problem{Status: http.StatusConflict, Title: "The payout was another one before", Field: "payout", Detail: refused.Why}
	}
	if failed := (*control.LookupError)(nil); errors.As(err, &failed) {
		return nil, &problem{Status: http.StatusServiceUnavailable, Title: "The payout is not controlled, and nothing is known of it; ask again", Detail: failed.Error()}
	}
	if err != nil {
		return nil, err
	}
	return answerOf(asked, c)
}

func answerOf(asked *control.Asked, c *control.Checked) (*answer, error) {
	a := &answer{Run: asked.ID, Plan: c.PlanID, Version: c.Version, KnownAt: asked.KnownAt, Controlled: len(c.Evaluations) > 0, Evaluations: []answered{}}
	for i := range c.Evaluations {
		e := &c.Evaluations[i]
		says := e.Says()
		x := answered{Control: e.Rule, Version: e.Version, Outcome: e.Outcome, Reason: e.Reason, Says: says.Sv, SaysEn: says.En, AtStake: e.AtStake.String(), Proposal: e.Proposal}
		if e.Again != 0 && e.Again != calendar.None {
			x.Again = e.Again.String()
		}
		if rule, ok := control.Find(e.Rule); ok {
			var err error
			if x.Law, err = rule.Lagrum(); err != nil {
				return nil, err
			}
		}
		a.Finding = a.Finding || e.IsFinding()
		a.Evaluations = append(a.Evaluations, x)
	}
	return a, nil
}

// line reads the question.
func (q *question) line() (*payout.Line, error) {
	l := &payout.Line{ID: q.Payout, Days: q.Days, Account: q.Account, Applied: calendar.None}
	var wrong error
	bad := func(field, expected string) {
		if wrong == nil {
			wrong = &problem{Status: http.StatusUnprocessableEntity, Title: "The payout cannot be controlled", Field: field, Detail: field + ": expected " + expected}
		}
	}
	if n := len(q.Payout); n == 0 || n > 64 || !journal.Plain(q.Payout) {
		bad("payout", "an id of 1 to 64 characters")
	}
	if len(q.Account) > 34 || strings.Trim(q.Account, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		bad("account", "at most 34 of 0 to 9 and A to Z, or nothing") // accounts are compared as they are written
	}
	party := func(field, text string, needed bool) (n identity.Number) {
		if text == "" && !needed {
			return identity.None
		}
		n, err := identity.Parse(text)
		if err != nil || len(text) != 12 {
			bad(field, "an identity number of twelve digits")
		}
		return n
	}
	day := func(field, text string, needed bool) calendar.Date {
		if text == "" && !needed {
			return calendar.None
		}
		d, err := calendar.Parse(text)
		if err != nil {
			bad(field, "a day written YYYY-MM-DD")
		}
		return d
	}
	amount := func(field, text string, least money.Amount) money.Amount {
		if text == "" && least == 0 {
			return 0
		}
		a, err := money.Parse(text)
		if err != nil || a < least {
			bad(field, "an amount in kronor such as \"1072,00\", as text")
		}
		return a
	}
	l.Party, l.Payee, l.Child = party("party", q.Party, true), party("payee", q.Payee, false), party("child", q.Child, false)
	l.From, l.To, l.PayOn, l.Applied = day("from", q.From, true), day("to", q.To, true), day("pay_on", q.PayOn, true), day("applied_on", q.AppliedOn, false)
	l.Gross, l.Tax = amount("gross", q.Gross, 1), amount("tax", q.Tax, 0)
	l.Extent, l.Hours = hundredths("extent", q.Extent, 10_000, bad), hundredths("hours", q.Hours, 878_400, bad)
	var ok bool
	if l.Benefit, ok = benefit.Parse(q.Benefit); !ok {
		bad("benefit", "a code of the benefit catalogue")
	}
	if l.Basis, ok = payout.ParseBasis(q.Basis); !ok {
		bad("basis", "employee, self-employed, unemployed, other or nothing")
	}
	switch {
	case wrong != nil:
	case l.To < l.From || l.To-l.From > 366:
		bad("to", "a day on or after from, and at most a year later")
	case l.Days < 0 || l.Days > int(l.To-l.From)+1:
		bad("days", "no more days than the period has")
	case l.Tax > l.Gross:
		bad("tax", "at most gross")
	case l.Applied > l.PayOn:
		bad("applied_on", "a day no later than pay_on")
	}
	return l, wrong
}

// hundredths reads "87,5".
func hundredths(field, text string, most int32, bad func(field, expected string)) int32 {
	if text == "" {
		return 0
	}
	whole, part, _ := strings.Cut(text, ",")
	n, err := strconv.ParseUint(whole+(part + "00")[:2], 10, 31)
	if err != nil || len(part) > 2 || n > uint64(most) {
		bad(field, fmt.Sprintf("a number from 0 to %d with at most two decimals, such as \"87,5\", as text", most/100))
		return 0
	}
	return int32(n)
}
