package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"balans/law/calendar"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// clerk is one who works at the desk.
type clerk struct {
	*load
	ctx    context.Context
	number int
	pause  time.Duration
	rng    *rand.Rand
	cases  []task // of one's own
	paid   int
}

// errTimeUp ends the work: nothing more is asked for.
var errTimeUp = errors.New("the time is up")

// errands are what is done at the desk, each as often as its weight says.
var errands = []struct {
	weight int
	do     func(*clerk) error
}{
	{24, (*clerk).lookAtLists}, {20, (*clerk).openClaim}, {8, (*clerk).openPerson}, {8, (*clerk).openCase}, {8, (*clerk).search},
	{5, (*clerk).receipt}, {5, (*clerk).planPreview}, {6, (*clerk).payment}, {12, (*clerk).workOnCase}, {4, (*clerk).approve},
}

func (w *clerk) work() {
	total := 0
	for _, e := range errands {
		total += e.weight
	}
	time.Sleep(time.Duration(w.rng.Int64N(int64(w.pause) + 1))) // they do not all come at once
	for w.ctx.Err() == nil {
		at := w.rng.IntN(total)
		for _, e := range errands {
			if at -= e.weight; at >= 0 {
				continue
			}
			if err := e.do(w); err != nil && !errors.Is(err, errTimeUp) {
				w.mu.Lock()
				w.errs = append(w.errs, err)
				w.mu.Unlock()
			}
			break
		}
	}
}

// ask sends a request and reads the page; what the program redirects to is another request.
func (w *clerk) ask(name, user string, a asked) (answered, error) {
	if w.ctx.Err() != nil {
		return answered{}, errTimeUp
	}
	r, err := a.request(w.base, user)
	if err != nil {
		return answered{}, err
	}
	began := time.Now()
	res, err := w.client.Do(r)
	if err != nil {
		return answered{}, fmt.Errorf("%s: %w", name, err)
	}
	body, err := io.ReadAll(res.Body)
	got := answered{res.StatusCode, res.Header.Get("Location"), string(body), time.Since(began)}
	if err := errors.Join(err, res.Body.Close()); err != nil {
		return got, fmt.Errorf("%s: %w", name, err)
	}
	w.mu.Lock()
	w.taken, w.by[name] = append(w.taken, got.took), append(w.by[name], got.took)
	w.mu.Unlock()
	if got.status >= http.StatusInternalServerError {
		return got, fmt.Errorf("%s %s as %s: status %d", a.method, a.target, user, got.status)
	}
	if w.pause > 0 { // from half to one and a half of it
		select {
		case <-time.After(w.pause/2 + time.Duration(w.rng.Int64N(int64(w.pause)))):
		case <-w.ctx.Done():
		}
	}
	if got.status == http.StatusSeeOther {
		return w.ask(name+", then", user, asked{http.MethodGet, got.location, nil})
	}
	return got, nil
}

// must is ask for a page that must come.
func (w *clerk) must(name, user string, a asked) (answered, error) {
	got, err := w.ask(name, user, a)
	if err == nil && got.status != http.StatusOK {
		err = fmt.Errorf("%s %s as %s: status %d", a.method, a.target, user, got.status)
	}
	return got, err
}

func (w *clerk) note(done string) {
	w.mu.Lock()
	w.done[done]++
	w.mu.Unlock()
}

func (w *clerk) stopped(by string) {
	w.mu.Lock()
	w.met[by]++
	w.mu.Unlock()
}

var lists = []string{"/", "/tasks", "/inquiries", "/worklists", "/claims", "/notices", "/report"}

func (w *clerk) lookAtLists() error {
	to := lists[w.rng.IntN(len(lists))]
	got, err := w.must("lists", caseworker, asked{http.MethodGet, to, nil})
	if err != nil {
		return err
	}
	var same []string // a page further on in the list, as a reader would turn to
	for _, l := range links(got.body) {
		if path, query, _ := strings.Cut(l, "?"); path == to && strings.Contains(query, "page=") {
			same = append(same, l)
		}
	}
	if len(same) > 0 {
		_, err = w.must("lists", caseworker, asked{http.MethodGet, same[w.rng.IntN(len(same))], nil})
	}
	return err
}

// own is a claim that this clerk, and nobody else at the desk, acts on.
func (w *clerk) own() int {
	n := len(w.owed) / w.workers
	return w.owed[w.number*n+w.rng.IntN(n)]
}

// open asks for a page about somebody. Who is protected is refused with words, and is met
// in a demo agency as elsewhere.
func (w *clerk) open(name string, a asked) (answered, bool, error) {
	got, err := w.ask(name, caseworker, a)
	if err != nil || got.status == http.StatusOK {
		return got, err == nil, err
	}
	if got.status == http.StatusForbidden {
		w.stopped("protected")
		return got, false, nil
	}
	return got, false, fmt.Errorf("%s %s: status %d", a.method, a.target, got.status)
}

func claimPath(id string) string { return "/claims/" + url.PathEscape(id) }

func (w *clerk) openClaim() error {
	_, _, err := w.open("claim", asked{http.MethodGet, claimPath(w.columns.ID(w.rng.IntN(w.columns.Len()))), nil})
	return err
}

func (w *clerk) openPerson() error {
	n := w.columns.Party(w.rng.IntN(w.columns.Len()))
	_, _, err := w.open("person", asked{http.MethodPost, "/person", url.Values{"number": {n.String()}}})
	return err
}

func (w *clerk) openCase() error {
	_, _, err := w.open("case", asked{http.MethodGet, "/inquiry?id=" + w.load.cases[w.rng.IntN(len(w.load.cases))].ID, nil})
	return err
}

func (w *clerk) search() error {
	i := w.rng.IntN(w.columns.Len())
	text := []string{w.columns.Party(i).String(), w.columns.ID(i), "And", "Eva"}[w.rng.IntN(4)]
	_, _, err := w.open("search", asked{http.MethodPost, "/search", url.Values{"find": {text}}})
	return err
}

// act opens the form of an act on a claim of one's own, fills it in, looks at what would
// follow and, when asked to, does it. done is false when a rule stops it, which the page says.
func (w *clerk) act(name, act string, fill map[string]string, carryOut bool) error {
	id := w.columns.ID(w.own())
	to := claimPath(id) + "/act"
	got, ok, err := w.open(name+" form", asked{http.MethodGet, to + "?do=" + act, nil})
	if !ok {
		return err
	}
	form, err := sheetTo(got.body, to, "do")
	if err != nil {
		w.stopped(name) // the page says why there is none
		return nil
	}
	for field, value := range fill {
		form.values.Set(field, value)
	}
	got, err = w.ask(name+" looked at", caseworker, asked{http.MethodPost, to, form.values})
	if err != nil {
		return err
	}
	ready := slices.IndexFunc(sheets(got.body), func(s sheet) bool { return s.action == to && s.values.Get("step") == "do" })
	switch {
	case ready < 0:
		w.stopped(name)
		return nil
	case !carryOut:
		w.note(name)
		return nil
	}
	got, err = w.ask(name+" done", caseworker, asked{http.MethodPost, to, sheets(got.body)[ready].values})
	switch {
	case err != nil:
		return err
	case got.status == http.StatusOK:
		w.note(name)
	case got.status == http.StatusConflict:
		w.stopped(name + ", somebody was first")
	default:
		return fmt.Errorf("%s on %s: status %d", act, id, got.status)
	}
	return nil
}

func (w *clerk) receipt() error {
	return w.act("receipt", "receipt", map[string]string{"act_proof": "bench"}, true)
}

func (w *clerk) planPreview() error {
	return w.act("plan", "plan_offer", map[string]string{"act_months": strconv.Itoa(3 + w.rng.IntN(9)), "act_monthly": "",
		"act_until": (calendar.InstantOf(w.j.Now()).Date() + 14).String()}, false)
}

func (w *clerk) payment() error {
	w.paid++
	return w.act("pay", "pay", map[string]string{"act_payment": fmt.Sprintf("bench-%d-%d-%d", w.number, w.paid, w.pause), "act_amount": strconv.Itoa(1 + w.rng.IntN(40))}, true)
}

// caseSteps is how a case is worked on: six steps, the hearing that is not needed, the
// proposal, and that it is sent for approval.
var caseSteps = []func(*clerk, string) error{
	func(w *clerk, id string) error {
		return w.assess(id, inquiry.Facts, map[string]string{"answer-1": inquiry.IsWrong, "reason-1": "bench", "cause": string(letter.CauseSettlement)})
	},
	func(w *clerk, id string) error {
		return w.assess(id, inquiry.Liability, map[string]string{"answer-1": inquiry.Liable, "ground-1": "housing_settlement", "reason-1": "bench"})
	},
	func(w *clerk, id string) error {
		return w.assess(id, inquiry.Waiver, map[string]string{"answer-1": inquiry.NoWaiver, "reason-1": "bench"})
	},
	func(w *clerk, id string) error {
		return w.assess(id, inquiry.Limitation, map[string]string{"answer-1": inquiry.StillOpen, "reason-1": "bench"})
	},
	func(w *clerk, id string) error { return w.assess(id, inquiry.Sum, nil) },
	func(w *clerk, id string) error { return w.assess(id, inquiry.Parties, nil) },
	func(w *clerk, id string) error {
		return w.caseAct(caseworker, id, "spare", map[string]string{"exemption": "unnecessary", "reason": "bench"})
	},
	func(w *clerk, id string) error { return w.caseAct(caseworker, id, "propose", nil) },
	func(w *clerk, id string) error {
		if err := w.caseAct(caseworker, id, "submit", nil); err != nil {
			return err
		}
		w.approvals <- id
		return nil
	},
}

// workOnCase takes one of one's own cases a few steps on.
func (w *clerk) workOnCase() error {
	for range 3 {
		if len(w.cases) == 0 {
			return nil
		}
		first := &w.cases[0]
		err := caseSteps[first.step](w, first.id)
		if first.step++; err != nil || first.step == len(caseSteps) { // what failed is not tried again and again
			w.cases = w.cases[1:]
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *clerk) assess(id string, step inquiry.Step, fill map[string]string) error {
	got, err := w.must("step form", caseworker, asked{http.MethodGet, "/inquiry/step?id=" + id + "&step=" + string(step), nil})
	if err != nil {
		return err
	}
	return w.send("assess", caseworker, got.body, "/inquiry/step", fill)
}

func (w *clerk) caseAct(user, id, act string, fill map[string]string) error {
	got, err := w.must("case act form", user, asked{http.MethodGet, "/inquiry/act?id=" + id + "&do=" + act, nil})
	if err != nil {
		return err
	}
	to := "/inquiry/act"
	if act == "approve" {
		to = "/inquiry/decide"
	}
	return w.send(act, user, got.body, to, fill)
}

// send fills a page's form in and sends it; whatever does not carry through is an error.
func (w *clerk) send(name, user, page, to string, fill map[string]string) error {
	form, err := sheetTo(page, to, "key")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for field, value := range fill {
		if !form.names[field] {
			return fmt.Errorf("%s: the form to %s has no field %s", name, to, field)
		}
		form.values.Set(field, value)
	}
	got, err := w.must(name, user, asked{http.MethodPost, to, form.values})
	if err != nil {
		if m := refusalTag.FindStringSubmatch(got.body); m != nil {
			err = fmt.Errorf("%w: %s", err, m[1])
		}
		return err
	}
	w.note(name)
	return nil
}

// refusalTag is what a page says at a field.
var refusalTag = regexp.MustCompile(`label__message--error">([^<]*)<`)

// approve decides a case that another has proposed.
func (w *clerk) approve() error {
	select {
	case id := <-w.approvals:
		verdicts := map[string]string{}
		for _, s := range inquiry.Steps {
			verdicts["verdict-"+string(s)] = "approved"
		}
		return w.caseAct(approver, id, "approve", verdicts)
	default:
		_, err := w.must("lists", approver, asked{http.MethodGet, "/inquiries", nil})
		return err
	}
}
