package staff

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/recover/claim"
)

// beginnings are claims at different points, for walks. n makes their number and debtors.
var beginnings = []func(t testing.TB, id string, n int) *life{
	func(t testing.TB, id string, n int) *life {
		return newLifeOf(t, id, "sjukpenning", "2025-04-14", 5_000, n)
	},
	func(t testing.TB, id string, n int) *life {
		return newLifeOf(t, id, "sjukpenning", "2024-01-10", 12_000, n).add(t, claim.Dispatched, "2024-01-11", 0).add(t, claim.Served, "2024-01-20", 0, mode("ordinary"))
	},
	func(t testing.TB, id string, n int) *life {
		return newLifeOf(t, id, "sjukpenning", "2018-05-14", 8_000, n).add(t, claim.Dispatched, "2018-05-15", 0).add(t, claim.Reminded, "2018-07-15", 0, mode("letter"))
	},
	func(t testing.TB, id string, n int) *life {
		return newLifeOf(t, id, "assistansersattning", "2025-02-03", 40_000, n, n+1).add(t, claim.Dispatched, "2025-02-04", 0)
	},
	func(t testing.TB, id string, n int) *life {
		return newLifeOf(t, id, "tandvardsstod", "2024-02-05", 6_000, n).add(t, claim.Dispatched, "2024-02-06", 0)
	},
	func(t testing.TB, id string, n int) *life {
		return newLifeOf(t, id, "sjukpenning", "2024-01-10", 1_000, n).add(t, claim.Dispatched, "2024-01-11", 0).add(t, claim.Paid, "2024-01-30", 1_500, byLaw)
	},
	func(t testing.TB, id string, n int) *life {
		return newLifeOf(t, id, "sjukpenning", "2023-01-10", 9_000, n).add(t, claim.Dispatched, "2023-01-11", 0).add(t, claim.Served, "2023-01-20", 0, mode("ordinary")).
			add(t, claim.HandoverSent, "2023-06-01", 9_000).add(t, claim.Referred, "2023-06-20", 9_000)
	},
	func(t testing.TB, id string, n int) *life {
		return newLifeOf(t, id, "sjukpenning", "2014-01-10", 4_000, n).add(t, claim.Dispatched, "2014-01-13", 0)
	},
	func(t testing.TB, id string, n int) *life {
		return newLifeOf(t, id, "sjukpenning", "2024-06-10", 7_000, n).add(t, claim.Dispatched, "2024-06-11", 0).
			add(t, claim.SetoffStarted, "2024-09-02", 0, details(func(d *claim.Details) { d.Second, d.Reason = 30_000, "x" })).
			add(t, claim.Paid, "2024-10-25", 300, byLaw, mode("setoff"), details(func(d *claim.Details) { d.Ref = "U-1" }))
	},
}

// typedAtRandom is something a person may write in each field of an act.
func typedAtRandom(rt *rapid.T, x *acting, a *act) url.Values {
	v := x.initial(a)
	for i := range a.fields {
		f := &a.fields[i]
		if !f.isShown(x) || f.name == "act_on" || f.name == "act_asked" || f.name == "act_plan" {
			continue
		}
		name := a.name + "." + f.name
		if f.free && rapid.Bool().Draw(rt, name+" left out") {
			v.Del(f.name)
			continue
		}
		switch all := f.options(x); f.sort {
		case anyDayField:
			v.Set(f.name, x.asked.today().AddDays(rapid.IntRange(0, 420).Draw(rt, name)).String())
		case kronorField:
			v.Set(f.name, rapid.SampledFrom([]string{"0,01", "15", "100", "700", "2 500", "60 000"}).Draw(rt, name))
		case countField:
			v.Set(f.name, strconv.Itoa(rapid.IntRange(1, 14).Draw(rt, name)))
		case lineField, sentencesField:
			v.Set(f.name, rapid.SampledFrom([]string{"x1", "akt-2 100%"}).Draw(rt, name))
			if f.name == "act_payment" {
				v.Set(f.name, "B"+strconv.Itoa(rapid.IntRange(0, 1_000_000).Draw(rt, name)))
			}
		case oneField:
			if len(all) > 0 {
				v.Set(f.name, rapid.SampledFrom(all).Draw(rt, name).Value)
			}
		case tickField:
			if rapid.Bool().Draw(rt, name) {
				v.Set(f.name, "yes")
			}
		case claimsField:
			for _, c := range x.others {
				if rapid.Bool().Draw(rt, name) {
					v.Add(f.name, c.ID)
				}
			}
		}
	}
	return v
}

// TestClaimAct_pageAndTrialAgree walks through claims by random acts. What can be carried out
// stands as a link on the claim's page; what stands there can be carried out in a plainest
// form; and what is shown beforehand is what is stored.
func TestClaimAct_pageAndTrialAgree(t *testing.T) {
	a := newAgency(t)
	n, done := 0, map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		n++
		who := 1 + 2*(n%30) // a person has several claims after a while
		begin := rapid.SampledFrom(beginnings).Draw(rt, "beginning")
		id := fmt.Sprintf("2024-%06d", 2*n)
		storeLife(t, a, begin(t, id, who), newLifeOf(t, fmt.Sprintf("2024-%06d", 2*n+1), "sjukpenning", "2024-11-11", 2_000, who).add(t, claim.Dispatched, "2024-11-12", 0))
		for range 3 {
			page := a.send(http.MethodGet, "/claims/"+id, worker).body
			b := &acts[rapid.IntRange(0, len(acts)-1).Draw(rt, "act")]
			offered := strings.Contains(page, html.EscapeString(actTarget(id)+"?do="+b.name)+`"`)
			x := a.actingNow(t, id)
			form := typedAtRandom(rt, x, b)
			form.Set("do", b.name)
			form.Set("step", "preview")
			got := a.post(actTarget(id), worker, form)
			possible := got.StatusCode == http.StatusOK
			if got.StatusCode != http.StatusOK && got.StatusCode != http.StatusBadRequest {
				rt.Fatalf("%s on %s: %d\n%s", b.name, id, got.StatusCode, a.log)
			}
			if possible && !offered {
				rt.Fatalf("%s on %s can be done with %v, and the page does not offer it", b.name, id, form)
			}
			if offered && !possible && !a.plainestPasses(t, x, b) {
				rt.Fatalf("%s on %s is offered, and no plainest form of it passes", b.name, id)
			}
			if !possible {
				continue
			}
			before := len(a.streamOfClaim(id))
			shown := strings.Count(got.body, `row--stored`)
			if to := a.post(actTarget(id), worker, actFormOf(t, got.body, "do")); to.StatusCode != http.StatusSeeOther {
				rt.Fatalf("%s on %s: %d %s\n%s", b.name, id, to.StatusCode, words(to.body), a.log)
			} else if first, last, ok := strings.Cut(strings.TrimPrefix(to.Header.Get("Location"), "/claims/"+id+"?stored="), "-"); ok {
				from, _ := strconv.Atoi(first)
				through, _ := strconv.Atoi(last)
				if through-from+1 != shown {
					rt.Fatalf("%s on %s: %d events were shown, and %s were stored", b.name, id, shown, to.Header.Get("Location"))
				}
			}
			if len(a.streamOfClaim(id)) > before {
				done[b.name]++
			}
		}
	})
	if !t.Failed() && !testing.Short() && len(done) < 15 {
		t.Errorf("only %d acts were ever carried out: %v", len(done), done)
	}
}

// actingNow is somebody about to act on a claim, as the pages make it.
func (a *agency) actingNow(t testing.TB, id string) *acting {
	t.Helper()
	r := newRequest(actTarget(id))
	r.SetPathValue("id", id)
	now := a.now()
	c := &call{r: r.WithContext(context.Background()), route: &route{audit: "claim.act"}, lang: "sv", text: translator("sv"), user: &user{ID: worker},
		asked: &asked{values: url.Values{}, text: translator("sv"), now: now}}
	x, err := a.openActing(c)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func (a *agency) plainestPasses(t testing.TB, x *acting, b *act) bool {
	t.Helper()
	forms := []url.Values{{}}
	if b.plainest != nil {
		forms = b.plainest(x)
	}
	for _, f := range forms {
		v := x.initial(b)
		for k, all := range f {
			v[k] = all
		}
		v.Set("do", b.name)
		v.Set("step", "preview")
		if a.post(actTarget(x.on.ID), worker, v).StatusCode == http.StatusOK {
			return true
		}
	}
	return false
}
