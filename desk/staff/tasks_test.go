package staff

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/task"
)

// listed are the keys of the free tasks a page offers, in its order.
func listed(page string) (keys []string) {
	for _, m := range regexp.MustCompile(`action="/tasks/take[^"]*"><input type="hidden" name="task" value="([^"]*)">`).FindAllStringSubmatch(page, -1) {
		keys = append(keys, html.UnescapeString(m[1]))
	}
	return keys
}

// owned are the keys of the user's own tasks on a page.
func owned(page string) (keys []string) {
	for _, m := range regexp.MustCompile(`action="/tasks/release"><input type="hidden" name="task" value="([^"]*)">`).FindAllStringSubmatch(page, -1) {
		keys = append(keys, html.UnescapeString(m[1]))
	}
	return keys
}

func (a *agency) tasks(user, query string) string {
	a.t.Helper()
	got := a.send(http.MethodGet, "/tasks"+query, user)
	if got.StatusCode != http.StatusOK {
		a.t.Fatalf("/tasks%s: status %d\n%s", query, got.StatusCode, a.log)
	}
	return got.body
}

// Each who asks for the next task gets the first of the list that is free, and gets it again
// until it is given back.
func TestTasks_nextIsTheFirstFree(t *testing.T) {
	a := settled(t)
	first := listed(a.tasks("demo-handlaggare", ""))
	if len(first) < 5 {
		t.Fatalf("%q can be taken", first)
	}
	for range 2 {
		if got := a.post("/tasks/next", "demo-handlaggare", url.Values{"key": {"one"}}); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/tasks?done=taken" {
			t.Fatalf("status %d to %q\n%s", got.StatusCode, got.Header.Get("Location"), a.log)
		}
		if mine := owned(a.tasks("demo-handlaggare", "?done=taken")); !slices.Equal(mine, first[:1]) {
			t.Fatalf("she has %q, want %q", mine, first[:1])
		}
	}
	other := listed(a.tasks("demo-utredare", ""))
	if slices.Contains(other, first[0]) {
		t.Error("what is taken is offered to another")
	}
	a.post("/tasks/next", "demo-utredare", url.Values{"key": {"two"}})
	if mine := owned(a.tasks("demo-utredare", "")); !slices.Equal(mine, other[:1]) {
		t.Errorf("he has %q, want %q", mine, other[:1])
	}
	if body := a.tasks("demo-utredare", "?who=taken"); !strings.Contains(body, "Sara Ek") || !strings.Contains(body, "Johan Berg") || len(listed(body)) > 0 {
		t.Error("the list of taken tasks does not say who has them")
	}
	a.post("/tasks/release", "demo-handlaggare", url.Values{"key": {"three"}, "task": {first[0]}})
	if got := listed(a.tasks("demo-utredare", "?who=all")); !slices.Contains(got, first[0]) {
		t.Error("what was given back is not free")
	}
}

// Two who ask at once never get the same task.
func TestTasks_twoAtOnce(t *testing.T) {
	a := settled(t)
	users := []string{"demo-handlaggare", "demo-utredare"}
	var wg sync.WaitGroup
	for _, u := range users {
		for range 3 {
			wg.Go(func() {
				if got := a.post("/tasks/next", u, url.Values{"key": {u}}); got.StatusCode != http.StatusSeeOther {
					t.Errorf("%s: status %d", u, got.StatusCode)
				}
			})
		}
	}
	wg.Wait()
	var all []string
	for _, u := range users {
		all = append(all, owned(a.tasks(u, ""))...)
	}
	if sorted := slices.Sorted(slices.Values(all)); len(slices.Compact(sorted)) != len(all) || len(all) < 2 {
		t.Errorf("they have %q", all)
	}
}

// Who is second is told who was first; nothing is stored.
func TestTasks_secondIsTold(t *testing.T) {
	a := settled(t)
	free := listed(a.tasks("demo-handlaggare", "?sort=finding"))
	form := url.Values{"task": {free[0]}, "key": {"k1"}}
	for range 2 { // sent twice, done once
		if got := a.post("/tasks/take", "demo-handlaggare", form); got.StatusCode != http.StatusSeeOther {
			t.Fatalf("status %d\n%s", got.StatusCode, a.log)
		}
	}
	if got := a.post("/tasks/take?who=all&sort=finding&lang=x", "demo-handlaggare", form); got.Header.Get("Location") != "/tasks?who=all&sort=finding&done=taken" {
		t.Errorf("the list she came from is lost: %q", got.Header.Get("Location"))
	}
	head, err := a.j.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := a.post("/tasks/take", "demo-utredare", url.Values{"task": {free[0]}, "key": {"k2"}})
	if got.StatusCode != http.StatusConflict || !strings.Contains(words(got.body), "Sara Ek hann före och har uppgiften till och med 2025-05-08") {
		t.Errorf("status %d: %s", got.StatusCode, words(got.body))
	}
	golden(t, "tasks-second", got.body)
	wholePage(t, "tasks", "sv", got.body)
	if got := a.post("/tasks/release", "demo-utredare", url.Values{"task": {free[0]}, "key": {"k3"}}); got.StatusCode != http.StatusConflict || !strings.Contains(words(got.body), "Sara Ek har uppgiften nu") {
		t.Errorf("another gives it back: status %d", got.StatusCode)
	}
	if after, err := a.j.Head(t.Context()); err != nil || after != head {
		t.Errorf("something was stored (%v)", err)
	}
	if n := a.taskChanges(); n != 1 {
		t.Errorf("%d changes are stored", n)
	}
}

// taskChanges is how many changes of tasks are noted.
func (a *agency) taskChanges() (n int) {
	a.t.Helper()
	if _, err := a.j.Scan(context.Background(), 0, func(e *journal.Event) error {
		if e.Kind == task.KindNoted {
			n++
		}
		return nil
	}); err != nil {
		a.t.Fatal(err)
	}
	return n
}

func TestTasks_handedToAColleague(t *testing.T) {
	a := settled(t)
	free := listed(a.tasks("demo-handlaggare", "?sort=finding"))
	a.post("/tasks/take", "demo-handlaggare", url.Values{"task": {free[0]}, "key": {"k1"}})
	for _, c := range []struct{ to, why, field string }{{"", "kan ärendet", "to"}, {"demo-controller", "kan ärendet", "to"}, {"demo-handlaggare", "kan ärendet", "to"}, {"nobody", "kan ärendet", "to"}, {"demo-utredare", " ", "handwhy"}, {"demo-utredare", "a\x01bcd", "handwhy"}} {
		got := a.post("/tasks/hand", "demo-handlaggare", url.Values{"task": {free[0]}, "key": {"k2"}, "to": {c.to}, "handwhy": {c.why}})
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#`+c.field+`">`) || !strings.Contains(got.body, `id="`+c.field+`"`) {
			t.Fatalf("to %q because %q: status %d %s", c.to, c.why, got.StatusCode, words(got.body))
		}
		if c.field == "to" && !strings.Contains(got.body, `value="kan ärendet"`) {
			t.Errorf("to %q: what was typed is lost", c.to)
		}
		checkIDs(t, "tasks", got.body)
	}
	for range 2 {
		if got := a.post("/tasks/hand", "demo-handlaggare", url.Values{"task": {free[0]}, "key": {"k3"}, "to": {"demo-utredare"}, "handwhy": {"kan ärendet"}}); got.StatusCode != http.StatusSeeOther {
			t.Fatalf("status %d %s", got.StatusCode, words(got.body))
		}
	}
	body := a.tasks("demo-utredare", "")
	if !slices.Equal(owned(body), free[:1]) || !strings.Contains(words(body), "Lämnad av Sara Ek: kan ärendet") {
		t.Errorf("he has %q: %s", owned(body), words(body))
	}
	if mine := owned(a.tasks("demo-handlaggare", "")); len(mine) != 0 {
		t.Errorf("she still has %q", mine)
	}
}

// The list follows what is asked for in the address, and what cannot be used is told.
func TestTasks_asked(t *testing.T) {
	a := settled(t)
	all := listed(a.tasks("demo-utredare", ""))
	var parts []string
	for _, sort := range task.Sorts() {
		some := listed(a.tasks("demo-utredare", "?sort="+sort.String()))
		for _, key := range some {
			if !strings.HasPrefix(key, sort.String()+"/") {
				t.Errorf("among the %s stands %s", sort, key)
			}
		}
		parts = append(parts, some...)
	}
	var tiers []string
	for _, tier := range task.Tiers() {
		tiers = append(tiers, listed(a.tasks("demo-utredare", "?tier="+tier.String()))...)
	}
	if !slices.Equal(tiers, all) {
		t.Errorf("tier by tier %q, all %q", tiers, all)
	}
	if !slices.Equal(slices.Sorted(slices.Values(parts)), slices.Sorted(slices.Values(all))) {
		t.Errorf("sort by sort %q, all %q", parts, all)
	}
	for query, field := range map[string]string{"?benefit=etableringsersattning": "benefit", "?who=x": "who", "?sort=x": "sort", "?tier=x": "tier", "?benefit=x": "benefit", "?page=0": "who", "?page=99999999999": "who"} {
		got := a.send(http.MethodGet, "/tasks"+query, "demo-utredare")
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#`+field+`">`) {
			t.Errorf("%s: status %d", query, got.StatusCode)
		}
		checkIDs(t, "tasks"+query, got.body)
	}
}

// Those who may not do a task are told so, and nothing of a protected person is on the list.
func TestTasks_notForEverybody(t *testing.T) {
	a := namedAgency(t)
	body := a.tasks("demo-controller", "?who=all")
	if len(listed(body)) > 0 || strings.Contains(body, "/tasks/next") || !strings.Contains(body, "Din roll tar inga uppgifter") {
		t.Error("the controller can take tasks")
	}
	free := listed(a.tasks("demo-utredare", ""))
	claims := listed(a.tasks("demo-handlaggare", "?sort=claim"))
	for user, key := range map[string]string{"demo-controller": free[0], "demo-utredare": claims[0]} {
		if got := a.post("/tasks/take", user, url.Values{"task": {key}, "key": {"k"}}); got.StatusCode != http.StatusForbidden {
			t.Errorf("%s takes %s: status %d", user, key, got.StatusCode)
		}
	}
	if got := a.post("/tasks/next", "demo-controller", url.Values{"key": {"k"}}); got.Header.Get("Location") != "/tasks?done=none" {
		t.Errorf("the controller's next task: %q", got.Header.Get("Location"))
	}
	for _, user := range []string{"demo-handlaggare", "demo-utredare", "demo-controller"} {
		body := a.tasks(user, "?who=all")
		for _, hidden := range []string{"P4", "2024-000777", "2024-000778"} {
			if regexp.MustCompile(`\b` + hidden + `\b`).MatchString(words(body)) {
				t.Errorf("%s sees %s", user, hidden)
			}
		}
		for n := 1; n <= 33; n++ {
			if p := person(t, n); strings.Contains(body, p.Masked()) || strings.Contains(body, p.String()) || strings.Contains(body, p.Separated()) {
				t.Errorf("the list names person %d", n)
			}
		}
	}
	for target, form := range map[string]url.Values{"/tasks/take": {"key": {"k"}}, "/tasks/next": {}, "/tasks/hand": {"task": {free[0]}}} {
		if got := a.post(target, "demo-utredare", form); got.StatusCode != http.StatusBadRequest {
			t.Errorf("%s without its fields: status %d", target, got.StatusCode)
		}
	}
	for _, key := range []string{"claim/none", "finding/x/y/z", "x", "notice/"} {
		if got := a.post("/tasks/take", "demo-utredare", url.Values{"task": {key}, "key": {"k"}}); got.StatusCode != http.StatusConflict {
			t.Errorf("%s: status %d", key, got.StatusCode)
		}
	}
}

// What one has taken and somebody did is shown as done.
func TestTasks_doneElsewhere(t *testing.T) {
	a := settled(t)
	a.post("/tasks/take", "demo-utredare", url.Values{"task": {"finding/vab-fore/P2/application-time"}, "key": {"k"}})
	if mine := owned(a.tasks("demo-utredare", "")); len(mine) != 1 {
		t.Fatalf("he has %q", mine)
	}
	judged(t, a, "vab-fore", "P2", "application-time", 22, "2025-04-25", 0)
	if body := a.tasks("demo-utredare", ""); !strings.Contains(body, "Uppgiften är klar") || len(owned(body)) != 0 {
		t.Error("it is not shown as done")
	}
}

func TestTaskPages_areAsTheGoldenOnes(t *testing.T) {
	a := settled(t)
	for _, lang := range []string{"sv", "en"} {
		wholePage(t, "tasks", lang, a.tasks("demo-utredare", "?lang="+lang))
	}
	golden(t, "tasks", a.tasks("demo-handlaggare", ""))
	golden(t, "tasks-controller", a.tasks("demo-controller", "?who=all&sort=claim"))
	a.post("/tasks/next", "demo-handlaggare", url.Values{"key": {"k"}})
	golden(t, "tasks-mine", a.tasks("demo-handlaggare", "?done=taken&tier=rest"))
	golden(t, "tasks-wrong", a.send(http.MethodGet, "/tasks?who=x&tier=y", "demo-handlaggare").body)
}

// The list follows the claims: what happened to one since it was last looked at counts, and a
// new one is there.
func TestTasks_followTheClaims(t *testing.T) {
	a := settled(t)
	const gone, fresh = "claim/2024-000204", "claim/2023-000900"
	if before := listed(a.tasks("demo-handlaggare", "?sort=claim")); !slices.Contains(before, gone) || slices.Contains(before, fresh) {
		t.Fatalf("before: %q", before)
	}
	e := claim.Event{ID: "end", Kind: claim.Annulled, OccurredOn: day(t, "2025-03-28"), Ordinal: 9, RecordedAt: calendar.EndOfDay(day(t, "2025-03-28"))}
	if _, err := a.j.Append(t.Context(), journal.Append{Party: int64(person(t, 11)), Stream: claim.Stream("2024-000204"), Expected: journal.AnyVersion,
		Events: []journal.New{e.ToJournal(claim.Entry{Actor: "test", Cause: "test"})}}); err != nil {
		t.Fatal(err)
	}
	store(t, a.j, smallClaim{id: "2023-000900", benefit: "sjukpenning", decided: "2023-05-06", kronor: 700, debtors: []int{14}})
	if after := listed(a.tasks("demo-handlaggare", "?sort=claim")); slices.Contains(after, gone) || !slices.Contains(after, fresh) {
		t.Errorf("after: %q", after)
	}
}
