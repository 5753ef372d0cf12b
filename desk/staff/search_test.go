package staff

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"balans/access"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/letter"
)

// named is the settled agency when the register has told names: 21 and 22 have nearly the
// same, 24 is protected, 7 and 8 owe a claim together, and 5 owes one in a plan.
func namedAgency(t testing.TB) *agency {
	t.Helper()
	a := settled(t)
	store(t, a.j, smallClaim{id: "2024-000777", benefit: "sjukpenning", decided: "2024-05-06", kronor: 5_000, debtors: []int{24}},
		smallClaim{id: "2024-000778", benefit: "sjukpenning", decided: "2024-05-06", kronor: 5_000, debtors: []int{9, 24}})
	var b strings.Builder
	b.WriteString("kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n")
	for n, name := range map[int]string{21: "Åsa Öberg", 22: "Asa Oberg", 24: "Åsa Dold", 5: "Anna-Lena Wallin", 7: "Bo Ek", 8: "Eva Ek", 31: "Zara <script>"} {
		fmt.Fprintf(&b, "name;skatteverket;n%d;%012d;1990-01-01;;;%s;;;;2025-03-01;;\n", n, int64(person(t, n)), name)
	}
	take(t, a, "namn.csv", b.String()+"population;skatteverket;again;"+fmt.Sprintf("%012d", int64(person(t, 24)))+";2025-01-01;;protected;;;;;2025-03-15;;\n")
	return a
}

func (a *agency) find(user, text string) answer {
	a.t.Helper()
	return a.post("/search", user, url.Values{"find": {text}})
}

// readings is how many readings of a person the log has.
func (a *agency) readings(n identity.Number) int {
	a.t.Helper()
	events, err := a.j.Load(context.Background(), int64(n), access.ReadingStream(n))
	if err != nil {
		a.t.Fatal(err)
	}
	return len(events)
}

func TestSearch_findsPersonsHoweverTheyAreWritten(t *testing.T) {
	a := namedAgency(t)
	whole := person(t, 21)
	for _, text := range []string{whole.String(), whole.Separated(), whole.Separated()[2:], whole.String()[2:], " " + whole.Separated() + " "} {
		got := a.find("demo-utredare", text)
		if got.StatusCode != http.StatusOK || !strings.Contains(words(got.body), "Träffar: 1") || !strings.Contains(got.body, "Åsa Öberg") || !strings.Contains(got.body, whole.Masked()) {
			t.Fatalf("%q: status %d %s", text, got.StatusCode, words(got.body))
		}
		if shown := regexp.MustCompile(`<input[^>]*>`).ReplaceAllString(got.body, ""); strings.Contains(shown, whole.Separated()) || strings.Contains(shown, whole.String()) {
			t.Error("the list shows the whole number")
		}
	}
	for text, want := range map[string][]string{"öb ås": {"Åsa Öberg", "Asa Oberg"}, "asa": {"Asa Oberg", "Åsa Öberg"}, "WALLIN anna": {"Anna-Lena Wallin"}, "ek": {"Bo Ek", "Eva Ek"}, "zara": {"Zara &lt;script&gt;"}} {
		body := a.find("demo-handlaggare", text).body
		at := 0
		for _, name := range want {
			i := strings.Index(body[at:], "<th scope=\"row\" class=\"table__column\">"+name)
			if i < 0 {
				t.Fatalf("%q does not find %q in its place: %s", text, name, words(body))
			}
			at += i
		}
		if n := strings.Count(body, `action="/person"`); n != len(want) {
			t.Errorf("%q finds %d", text, n)
		}
	}
	// What is found can be opened, as the page says.
	body := a.find("demo-handlaggare", "bo ek").body
	form := regexp.MustCompile(`action="/person"><input type="hidden" name="number" value="([0-9]+)">`).FindStringSubmatch(body)
	if form == nil {
		t.Fatal("nothing opens the person")
	}
	if got := a.post("/person", "demo-handlaggare", url.Values{"number": {form[1]}}); got.StatusCode != http.StatusOK || !strings.Contains(got.body, "Bo Ek, "+person(t, 7).Separated()) {
		t.Errorf("status %d: %s", got.StatusCode, words(got.body))
	}
}

func TestSearch_leadsToTheClaim(t *testing.T) {
	a := namedAgency(t)
	ocr, err := identity.NewOCR("2024000201", true)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"2024-000201", " 2024-000201", "2024 000201", ocr} {
		if got := a.find("demo-handlaggare", text); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/claims/2024-000201" {
			t.Errorf("%q: status %d to %q", text, got.StatusCode, got.Header.Get("Location"))
		}
	}
	// The field at the top of every page leads there too.
	if got := a.post("/search", "demo-handlaggare", url.Values{"q": {scriptID}}); got.Header.Get("Location") != "/claims/"+url.PathEscape(scriptID) {
		t.Errorf("from the top of the page: %q", got.Header.Get("Location"))
	}
	n, err := a.controlsNow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id := n.cases[0].ID
	n.release()
	if got := a.find("demo-handlaggare", id); !strings.Contains(words(got.body), "Ärende "+id) {
		t.Errorf("the case is not found: %s", words(got.body))
	}
}

// Nothing of an answer, its status, its page or the log of requests tells a person who may not
// be shown from one who is not there.
func TestSearch_hiddenIsAsUnknown(t *testing.T) {
	a := namedAgency(t)
	unknown := identity.Number(193502158458)
	own, err := identity.NewPerson(calendar.New(1979, 6, 2), 987) // the demo user's own
	if err != nil {
		t.Fatal(err)
	}
	plain := func(got answer, typed string) string {
		return fmt.Sprint(got.StatusCode, got.Header.Get("Location"), strings.ReplaceAll(got.body, `value="`+typed+`"`, `value=""`))
	}
	want := plain(a.find("demo-utredare", unknown.Separated()), unknown.Separated())
	if !strings.Contains(want, "Ingen träff") {
		t.Fatal(want)
	}
	for _, hidden := range []identity.Number{person(t, 24), own} {
		if got := plain(a.find("demo-utredare", hidden.Separated()), hidden.Separated()); got != want {
			t.Errorf("a hidden number is told from an unknown one:\n%s\n%s", got, want)
		}
	}
	want = plain(a.find("demo-utredare", "2024-000999"), "2024-000999")
	for _, id := range []string{"2024-000777", "2024-000778"} { // the second is owed together with one who is not hidden
		if got := plain(a.find("demo-utredare", id), id); got != want {
			t.Errorf("the claim %s of a hidden person is told from an unknown one:\n%s\n%s", id, got, want)
		}
	}
	if got := a.find("demo-utredare", "dold"); strings.Contains(got.body, "Dold") || !strings.Contains(got.body, "Ingen träff") {
		t.Error("a protected person is found by name")
	}
	if strings.Contains(a.log.String(), unknown.String()[2:]) || strings.Contains(a.log.String(), person(t, 24).String()[2:]) {
		t.Error("the log of requests holds a number")
	}
}

// A claim that says its debtor is protected hides the person, also when the register does not.
func TestSearch_protectedByAClaim(t *testing.T) {
	a := namedAgency(t)
	store(t, a.j, smallClaim{id: "2024-000779", benefit: "sjukpenning", decided: "2024-05-06", kronor: 5_000, debtors: []int{22}, facts: []fact{{kind: claim.IdentityProtected, on: "2024-06-01"}}})
	if got := a.find("demo-utredare", "asa oberg"); strings.Contains(got.body, "Asa Oberg") {
		t.Error("the person is found")
	}
	if got := a.find("demo-utredare", personText(t, 22)); !strings.Contains(got.body, "Ingen träff") {
		t.Error("the number is found")
	}
}

// Each person on the list is in the reading log before the list is shown, and nobody else. A
// number that was asked for is written whoever has it.
func TestSearch_isWrittenInTheLog(t *testing.T) {
	a := namedAgency(t)
	before := map[int]int{}
	for n := 1; n <= 33; n++ {
		before[n] = a.readings(person(t, n))
	}
	a.find("demo-utredare", "ek")
	a.find("demo-utredare", personText(t, 24))
	for n := 1; n <= 33; n++ {
		want := before[n]
		if n == 7 || n == 8 || n == 24 {
			want++
		}
		if got := a.readings(person(t, n)); got != want {
			t.Errorf("person %d has %d readings, want %d", n, got, want)
		}
	}
	a.find("demo-utredare", "ek") // what it reads is in memory now
	a.j.Close()
	if got := a.find("demo-utredare", "ek"); got.StatusCode < 500 || strings.Contains(got.body, "Bo Ek") {
		t.Errorf("without a log the list is shown: status %d", got.StatusCode)
	}
}

func TestSearch_keepsNumbersOutOfAddresses(t *testing.T) {
	a := namedAgency(t)
	number := personText(t, 21)
	for _, target := range []string{"/search?find=" + number, "/search?q=" + number} {
		got := a.send(http.MethodGet, target, "demo-utredare")
		if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/search" || strings.Contains(got.body, number) {
			t.Errorf("%s: status %d to %q", target, got.StatusCode, got.Header.Get("Location"))
		}
	}
	got := a.post("/search", "demo-utredare", url.Values{"q": {number}})
	if top := regexp.MustCompile(`<input id="q"[^>]*>`).FindString(got.body); !strings.Contains(top, `value=""`) {
		t.Errorf("the field at the top keeps what was typed: %s", top)
	}
	if strings.Contains(a.log.String(), number) {
		t.Error("the log of requests holds the number")
	}
	if got := a.find("demo-controller", number); got.StatusCode != http.StatusForbidden {
		t.Errorf("one whose role does not search: status %d", got.StatusCode)
	}
	if got := a.find("", number); got.StatusCode != http.StatusForbidden || strings.Contains(got.body, number) {
		t.Errorf("a visitor: status %d", got.StatusCode)
	}
}

func TestSearch_hostileTexts(t *testing.T) {
	a := namedAgency(t)
	for _, text := range []string{"", " ", "a", "\x00an", "an\xff", strings.Repeat("å", 150), "a b c d e f g h i j", "19350109-6999", "350109-6999"} {
		got := a.find("demo-utredare", text)
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#find">`) || !strings.Contains(got.body, `aria-invalid="true"`) {
			t.Errorf("%q: status %d", text, got.StatusCode)
		}
		wholePage(t, "search", "sv", got.body)
	}
	for _, text := range []string{"<script>alert(1)</script>", `" onfocus="x`, "';--", "%%", "..", "åäö\u0308\u0301", "\u202eanna", "ＡＮＮＡ", "1", "-----", "9999999999999999999999999", "an' OR 1=1"} {
		got := a.find("demo-utredare", text)
		if got.StatusCode != http.StatusOK && got.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: status %d\n%s", text, got.StatusCode, a.log)
		}
		if strings.Contains(got.body, "<script") || strings.Contains(got.body, `" onfocus`) {
			t.Errorf("%q is not escaped", text)
		}
	}
}

func TestSearchPages_areAsTheGoldenOnes(t *testing.T) {
	a := namedAgency(t)
	pages := map[string]answer{"search": a.send(http.MethodGet, "/search", "demo-handlaggare"), "search-found": a.find("demo-handlaggare", "åsa"), "search-none": a.find("demo-handlaggare", "nobody"),
		"search-wrong": a.find("demo-handlaggare", "19350109-6999"), "start-work": a.send(http.MethodGet, "/", "demo-handlaggare"),
		"person-whole": a.post("/person", "demo-handlaggare", url.Values{"number": {personText(t, 5)}})}
	for name, got := range pages {
		golden(t, name, got.body)
		wholePage(t, name, "sv", got.body)
	}
}

// What a person owes today stands in one place each, and the places are together the whole.
func TestPerson_owesInOnePlaceEach(t *testing.T) {
	a := namedAgency(t)
	for n, want := range map[int][]string{5: {"Varav i avbetalningsplan"}, 7: {"Varav förfallet"}, 8: {"Varav förfallet"}, 9: nil, 3: {"Varav hos Kronofogden"}, 11: {"Varav med anstånd"}, 10: nil, 22: nil} {
		got := a.post("/person", "demo-handlaggare", url.Values{"number": {personText(t, n)}})
		if n == 9 || n == 24 {
			continue
		}
		if got.StatusCode != http.StatusOK {
			t.Fatalf("person %d: status %d %s", n, got.StatusCode, words(got.body))
		}
		sums := map[string]int64{}
		for _, m := range regexp.MustCompile(`key-figure__label">([^<]*)</span><span class="key-figure__value">([^<]*)<`).FindAllStringSubmatch(got.body, -1) {
			sums[m[1]] = oreOf(t, m[2])
		}
		all, parts := sums["Skyldig i dag"], int64(0)
		for name, sum := range sums {
			if name != "Skyldig i dag" {
				parts += sum
			}
		}
		if len(sums) != 6 || all != parts {
			t.Errorf("person %d: %v", n, sums)
		}
		for _, name := range want {
			if sums[name] <= 0 || sums[name] != all {
				t.Errorf("person %d: %q is %d of %d", n, name, sums[name], all)
			}
		}
	}
	// One who owes together with another sees the claim, and nothing of the other.
	got := a.post("/person", "demo-handlaggare", url.Values{"number": {personText(t, 8)}}).body
	if !strings.Contains(got, "/claims/2024-000201") || !strings.Contains(words(got), "solidariskt, 2 betalningsskyldiga") {
		t.Error("the claim owed together is not there")
	}
	if other := person(t, 7); strings.Contains(got, other.Masked()) || strings.Contains(got, other.Separated()) || strings.Contains(got, "Bo Ek") {
		t.Error("the page tells of the other debtor")
	}
}

// oreOf reads an amount as pages write it.
func oreOf(t *testing.T, s string) int64 {
	t.Helper()
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	var n int64
	if _, err := fmt.Sscan(digits, &n); err != nil {
		t.Fatalf("the amount %q: %v", s, err)
	}
	return n
}

// A letter is found by its number and stands on the page of whom it was sent to; that of a
// protected person is as if it were not there.
func TestSearch_letters(t *testing.T) {
	a := namedAgency(t)
	for n, id := range map[int]string{21: "aterbetalning-21", 24: "aterbetalning-24"} {
		code, _ := benefit.Parse("sjukpenning")
		o := &letter.Order{ID: id, To: letter.Recipient{Party: person(t, n), As: letter.Self}, Sender: letter.Sender{Name: "Försäkringskassan", Contact: []string{"Telefon 0771-000 000"}}, On: day(t, "2025-04-24"), Actor: "demo-handlaggare", Cause: "test",
			Facts: &letter.Refund{Subject: letter.Subject{Claim: "2024-000442", Benefit: code, From: day(t, "2024-01-01"), To: day(t, "2024-03-31")}, Amount: money.Kronor(300), Why: "Du hade betalat för mycket.", PaidOn: day(t, "2025-04-28"), Law: "SFB 113:7"}}
		if _, err := o.Do(t.Context(), a.j, false); err != nil {
			t.Fatal(err)
		}
	}
	if got := a.find("demo-handlaggare", "aterbetalning-21"); !strings.Contains(got.body, `href="/correspondence?id=aterbetalning-21"`) {
		t.Errorf("the letter is not found: %s", words(got.body))
	}
	if got := a.find("demo-handlaggare", "aterbetalning-24"); !strings.Contains(got.body, "Ingen träff") || strings.Contains(got.body, "/correspondence") {
		t.Errorf("the letter of a protected person is found: %s", words(got.body))
	}
	if got := a.post("/person", "demo-handlaggare", url.Values{"number": {personText(t, 21)}}); !strings.Contains(got.body, `href="/correspondence?id=aterbetalning-21"`) {
		t.Error("the letter is not on the person's page")
	}
}
