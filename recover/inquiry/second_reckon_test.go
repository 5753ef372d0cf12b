package inquiry_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/inquiry"
)

// The second implementation: every day of every line has an exact fraction of the line's
// wrong öre. Days are thrown in heaps by what they were answered, a heap is whole öre by
// largest remainder, and only then a share of a heap is waived (half up) and its tax taken
// (down). Nothing is shared with the program but the sentences of the doc.

type heapKey struct {
	answer inquiry.Result
	ground string
	share  int32
}

type heap struct {
	heapKey
	exact                     *big.Rat
	wrong, waived, repay, tax *big.Int
}

func rat(a money.Amount) *big.Rat { return new(big.Rat).SetInt64(int64(a)) }

func floor(x *big.Rat) *big.Int { return new(big.Int).Div(x.Num(), x.Denom()) }

func halfUp(x *big.Rat) *big.Int { return floor(new(big.Rat).Add(x, big.NewRat(1, 2))) }

// answered is what a day was answered in each step, looked up day by day.
type answered map[inquiry.Step]map[calendar.Date]inquiry.Span

func byDay(c *inquiry.Case) answered {
	all := answered{}
	for s, made := range c.Assessments {
		all[s] = map[calendar.Date]inquiry.Span{}
		if len(made) == 0 {
			continue
		}
		for _, sp := range made[len(made)-1].Spans {
			for d := sp.From; d <= sp.To; d++ {
				all[s][d] = sp
			}
		}
	}
	return all
}

func (a answered) key(d calendar.Date) heapKey {
	fact, ok := a[inquiry.Facts][d]
	if !ok {
		return heapKey{}
	}
	if fact.Answer == "right" {
		return heapKey{answer: inquiry.NotWrong}
	}
	bar, barOK := a[inquiry.Limitation][d]
	lia, liaOK := a[inquiry.Liability][d]
	if barOK && bar.Answer == "barred" {
		return heapKey{answer: inquiry.Barred}
	}
	if liaOK && lia.Answer == "not_liable" {
		return heapKey{answer: inquiry.NotLiable}
	}
	if !barOK || !liaOK {
		return heapKey{}
	}
	switch w, ok := a[inquiry.Waiver][d]; {
	case !ok:
		return heapKey{ground: lia.Ground}
	case w.Share == 0:
		return heapKey{inquiry.RepayFull, lia.Ground, 0}
	case w.Share == 10_000:
		return heapKey{inquiry.WaivedWhole, lia.Ground, 10_000}
	default:
		return heapKey{inquiry.RepayPart, lia.Ground, w.Share}
	}
}

// wholeOre gives exact parts of a whole number of öre whole öre: each gets what is below it,
// and those that lost most, the first among equals, one more.
func wholeOre(total *big.Int, exact []*big.Rat) []*big.Int {
	out := make([]*big.Int, len(exact))
	left := new(big.Int).Set(total)
	order := make([]int, len(exact))
	for i, x := range exact {
		out[i], order[i] = floor(x), i
		left.Sub(left, out[i])
	}
	lost := func(i int) *big.Rat { return new(big.Rat).Sub(exact[i], new(big.Rat).SetInt(out[i])) }
	losses := make([]*big.Rat, len(exact))
	for i := range exact {
		losses[i] = lost(i)
	}
	slices.SortStableFunc(order, func(x, y int) int { return losses[y].Cmp(losses[x]) })
	for _, i := range order[:int(left.Int64())] {
		out[i].Add(out[i], big.NewInt(1))
	}
	return out
}

// heapsOf divides one line.
func heapsOf(l *inquiry.Line, a answered) (all []*heap) {
	wrong := new(big.Int).SetInt64(int64(l.Paid) - int64(l.Entitled))
	if wrong.Sign() <= 0 {
		return nil
	}
	n := int64(0)
	for d := l.From; d <= l.To; d++ {
		n++
	}
	day := new(big.Rat).SetFrac(wrong, big.NewInt(n))
	at := map[heapKey]*heap{}
	for d := l.From; d <= l.To; d++ {
		k := a.key(d)
		if at[k] == nil {
			at[k] = &heap{heapKey: k, exact: new(big.Rat)}
			all = append(all, at[k])
		}
		at[k].exact.Add(at[k].exact, day)
	}
	exact := make([]*big.Rat, len(all))
	for i := range all {
		exact[i] = all[i].exact
	}
	for i, w := range wholeOre(wrong, exact) {
		h := all[i]
		h.wrong, h.waived, h.repay = w, big.NewInt(0), big.NewInt(0)
		switch h.answer {
		case inquiry.RepayFull, inquiry.RepayPart, inquiry.WaivedWhole:
			h.waived = halfUp(new(big.Rat).Mul(new(big.Rat).SetInt(w), big.NewRat(int64(h.share), 10_000)))
			h.repay = new(big.Int).Sub(w, h.waived)
		}
		h.tax = floor(new(big.Rat).Mul(new(big.Rat).SetInt(h.repay), new(big.Rat).Quo(rat(l.Tax), rat(l.Paid))))
	}
	return all
}

// second is what a case comes to: figures by name, and the claims as text.
func second(c *inquiry.Case) (figures map[string]int64, claims []string) {
	figures = map[string]int64{}
	days := byDay(c)
	type key struct {
		payee  identity.Number
		ground string
	}
	sums := map[key][2]int64{}
	names := map[inquiry.Result]string{inquiry.NotWrong: "right", inquiry.NotLiable: "unliable", inquiry.Barred: "barred"}
	for i := range c.Bases[0].Lines {
		l := &c.Bases[0].Lines[i]
		figures["paid"] += int64(l.Paid)
		figures["entitled"] += int64(l.Entitled)
		if l.Entitled > l.Paid {
			figures["short"] += int64(l.Entitled - l.Paid)
		}
		for _, h := range heapsOf(l, days) {
			figures["wrong"] += h.wrong.Int64()
			figures["waived"] += h.waived.Int64()
			figures["repay"] += h.repay.Int64()
			figures["tax"] += h.tax.Int64()
			if name := names[h.answer]; name != "" {
				figures[name] += h.wrong.Int64()
			}
			if h.repay.Sign() > 0 {
				s := sums[key{l.Payee, h.ground}]
				sums[key{l.Payee, h.ground}] = [2]int64{s[0] + h.repay.Int64(), s[1] + h.tax.Int64()}
			}
		}
	}
	owes := map[identity.Number][]inquiry.Debtor{}
	if made := c.Assessments[inquiry.Parties]; len(made) > 0 {
		for _, r := range made[len(made)-1].Recipients {
			owes[r.Payee] = r.Debtors
		}
	}
	for k, s := range sums {
		claims = append(claims, fmt.Sprint(k.payee, " ", k.ground, " ", s[0], " ", s[1], sharesOf(owes[k.payee], s[0])))
	}
	slices.Sort(claims)
	return figures, claims
}

// sharesOf is who owes a sum, with the öre of each when it is divided.
func sharesOf(debtors []inquiry.Debtor, sum int64) (text string) {
	exact := make([]*big.Rat, len(debtors))
	for i, d := range debtors {
		exact[i] = big.NewRat(int64(d.Share), 10_000)
		exact[i].Mul(exact[i], new(big.Rat).SetInt64(sum))
	}
	if len(debtors) == 0 || debtors[0].Share == 0 {
		for _, d := range debtors {
			text += fmt.Sprint(" ", d.Number, ":0")
		}
		return text
	}
	for i, ore := range wholeOre(big.NewInt(sum), exact) {
		if ore.Sign() > 0 {
			text += fmt.Sprint(" ", debtors[i].Number, ":", ore)
		}
	}
	return text
}

// resultOf is the result of figures, by what they are of the whole.
func resultOf(f map[string]int64) inquiry.Result {
	stays := f["wrong"] - f["right"]
	switch {
	case f["right"]+f["unliable"]+f["barred"]+f["waived"]+f["repay"] < f["wrong"]:
		return inquiry.NoResult
	case stays == 0:
		return inquiry.NotWrong
	case f["repay"] == f["wrong"]:
		return inquiry.RepayFull
	case f["repay"] > 0:
		return inquiry.RepayPart
	case f["unliable"] == stays:
		return inquiry.NotLiable
	case f["waived"] == stays:
		return inquiry.WaivedWhole
	case f["barred"] == stays:
		return inquiry.Barred
	}
	return inquiry.NoRepayment
}

func figuresOf(r *inquiry.Reckoning) map[string]int64 {
	f := map[string]int64{}
	for name, a := range map[string]money.Amount{"paid": r.Paid, "entitled": r.Entitled, "wrong": r.Wrong, "right": r.Right, "unliable": r.Unliable, "barred": r.Barred, "waived": r.Waived,
		"repay": r.Repay, "tax": r.Tax, "short": r.Short} {
		if a != 0 {
			f[name] = int64(a)
		}
	}
	return f
}

func claimsOf(r *inquiry.Reckoning) (all []string) {
	for _, x := range r.Claims {
		text := fmt.Sprint(x.Payee, " ", x.Type, " ", int64(x.Principal), " ", int64(x.Tax))
		for _, d := range x.Debtors {
			text += fmt.Sprint(" ", d.Number, ":", int64(d.Share))
		}
		all = append(all, text)
	}
	slices.Sort(all)
	return all
}

func TestReckon_agreesWithExactDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := drawLines(t)
		c := caseOf(lines, drawSteps(t, lines, rapid.Bool().Draw(t, "gaps")))
		r := c.Reckon(c.Since)
		want, claims := second(c)
		maps.DeleteFunc(want, func(_ string, v int64) bool { return v == 0 })
		if got := figuresOf(r); !maps.Equal(got, want) {
			t.Fatalf("%v\nthe second implementation %v", got, want)
		}
		if got := claimsOf(r); !slices.Equal(got, claims) {
			t.Fatalf("%q\nthe second implementation %q", got, claims)
		}
		if w := resultOf(want); r.Result != w {
			t.Fatalf("%s, the second implementation %s of %v", r.Result, w, want)
		}
	})
}

// What the parts come to is the whole, and no part is more than it may be.
func TestReckon_partsAreTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := drawLines(t)
		c := caseOf(lines, drawSteps(t, lines, rapid.Bool().Draw(t, "gaps")))
		r := c.Reckon(c.Since)
		type sum struct{ wrong, repay, waived, tax money.Amount }
		byLine := make([]sum, len(lines))
		var all sum
		for _, p := range r.Parts {
			s := &byLine[p.Line]
			s.wrong, s.repay, s.waived, s.tax = s.wrong+p.Wrong, s.repay+p.Repay, s.waived+p.Waived, s.tax+p.Tax
			all = sum{all.wrong + p.Wrong, all.repay + p.Repay, all.waived + p.Waived, all.tax + p.Tax}
			if l := lines[p.Line]; p.From < l.From || p.To > l.To || p.Days < 1 || p.Days > int64(p.To-p.From)+1 || p.Repay+p.Waived > p.Wrong {
				t.Fatalf("%+v of %+v", p, l)
			}
		}
		if all != (sum{r.Wrong, r.Repay, r.Waived, r.Tax}) {
			t.Fatalf("%+v are not %+v", all, r)
		}
		for i, s := range byLine {
			over := max(0, lines[i].Paid-lines[i].Entitled)
			if s.wrong != over || s.repay > over || s.tax > lines[i].Tax || s.tax > s.repay {
				t.Fatalf("line %d: %+v of %+v", i+1, s, lines[i])
			}
		}
		var claims, tax money.Amount
		ids := map[string]bool{}
		for _, x := range r.Claims {
			claims, tax = claims+x.Principal, tax+x.Tax
			ids[x.ID] = true
			var shares money.Amount
			for _, d := range x.Debtors {
				shares += d.Share
			}
			if x.Principal <= 0 || x.To < x.From || shares != 0 && shares != x.Principal || len(x.Debtors) == 0 {
				t.Fatalf("%+v", x)
			}
		}
		if claims != r.Repay || tax != r.Tax || len(ids) != len(r.Claims) {
			t.Fatalf("claims of %s with tax %s under %d numbers, the case %s and %s", claims, tax, len(ids), r.Repay, r.Tax)
		}
	})
}

// cut divides spans at drawn days, each part answered as the whole was.
func cut(t *rapid.T, spans []inquiry.Span) (all []inquiry.Span) {
	for _, s := range spans {
		for s.From < s.To && rapid.Bool().Draw(t, "cut") {
			first := s
			first.To = s.From + calendar.Date(rapid.IntRange(0, int(s.To-s.From)-1).Draw(t, "at"))
			s.From = first.To + 1
			all = append(all, first)
		}
		all = append(all, s)
	}
	return all
}

// A period that is divided, and answered alike in its parts, comes to the same in every part.
func TestReckon_splittingASpanChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := drawLines(t)
		c := caseOf(lines, drawSteps(t, lines, true))
		before := c.Reckon(c.Since)
		for s := range c.Assessments {
			c.Assessments[s][0].Spans = cut(t, c.Assessments[s][0].Spans)
		}
		if after := c.Reckon(c.Since); fmt.Sprintf("%+v", before) != fmt.Sprintf("%+v", after) {
			t.Fatalf("%+v\n%+v", before, after)
		}
	})
}

// The order of lines is nobody's choice: figures and claims, with their numbers, are the same.
func TestReckon_orderOfLinesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := drawLines(t)
		steps := drawSteps(t, lines, true)
		if rapid.Bool().Draw(t, "nobody named") {
			delete(steps, inquiry.Parties)
		}
		before := caseOf(lines, steps).Reckon(0)
		after := caseOf(rapid.Permutation(lines).Draw(t, "order"), steps).Reckon(0)
		if !maps.Equal(figuresOf(before), figuresOf(after)) || before.Result != after.Result || !slices.Equal(before.Missing, after.Missing) {
			t.Fatalf("%+v\n%+v", before, after)
		}
		if x, y := fmt.Sprintf("%+v", before.Claims), fmt.Sprintf("%+v", after.Claims); x != y {
			t.Fatalf("%s\n%s", x, y)
		}
	})
}

// A payment told in two, with the same öre a day, differs by at most an öre for each way the
// days were answered, and by nothing where a day has whole öre and nothing is waived in part.
func TestReckon_splittingALine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLine(t, 1)
		n := int64(l.To-l.From) + 1
		if n == 1 {
			return
		}
		l.Paid, l.Entitled, l.Tax = l.Paid/money.Amount(n)*money.Amount(n), l.Entitled/money.Amount(n)*money.Amount(n), l.Tax/money.Amount(n)*money.Amount(n)
		k := rapid.Int64Range(1, n-1).Draw(t, "days of the first")
		a, b := l, l
		a.To, b.From = l.From+calendar.Date(k-1), l.From+calendar.Date(k)
		a.Paid, a.Entitled, a.Tax = l.Paid/money.Amount(n)*money.Amount(k), l.Entitled/money.Amount(n)*money.Amount(k), l.Tax/money.Amount(n)*money.Amount(k)
		b.Paid, b.Entitled, b.Tax = l.Paid-a.Paid, l.Entitled-a.Entitled, l.Tax-a.Tax
		steps := drawSteps(t, []inquiry.Line{l}, false)
		one, two := caseOf([]inquiry.Line{l}, steps).Reckon(0), caseOf([]inquiry.Line{a, b}, steps).Reckon(0)
		if one.Wrong != two.Wrong || one.Right != two.Right || one.Unliable != two.Unliable || one.Barred != two.Barred {
			t.Fatalf("%+v\n%+v", one, two)
		}
		partly := slices.ContainsFunc(one.Parts, func(p inquiry.Part) bool { return p.Answer == inquiry.RepayPart })
		most := money.Amount(0)
		if partly {
			most = money.Amount(len(two.Parts))
		}
		if d := max(one.Repay-two.Repay, two.Repay-one.Repay); d > most {
			t.Fatalf("%d öre between %+v and %+v", d, one, two)
		}
		if ch := inquiry.Diff(&inquiry.Basis{Lines: []inquiry.Line{l}}, &inquiry.Basis{Lines: []inquiry.Line{a, b}}); len(ch) != 0 {
			t.Fatalf("told in two it differs: %+v", ch)
		}
	})
}

// A worked example by hand: 1 000 kronor over 3 days, the middle one right, and of the last a
// third waived. 33 334 + 33 333 + 33 333 öre; of the last 11 110 (33,33 per cent) waived.
func TestReckon_workedByHand(t *testing.T) {
	l := inquiry.Line{Payout: "P", From: date("2025-12-31"), To: date("2026-01-02"), Payee: people[0], Paid: 150_000, Tax: 45_000, Entitled: 50_000}
	span := func(i int, answer, ground string, share int32) inquiry.Span {
		return inquiry.Span{From: l.From + calendar.Date(i), To: l.From + calendar.Date(i), Answer: answer, Ground: ground, Share: share, Reason: "r"}
	}
	whole := func(answer, ground string) []inquiry.Span {
		return []inquiry.Span{{From: l.From, To: l.To, Answer: answer, Ground: ground, Reason: "r"}}
	}
	c := caseOf([]inquiry.Line{l}, map[inquiry.Step][]inquiry.Assessment{
		inquiry.Facts:      {{Step: inquiry.Facts, Spans: []inquiry.Span{span(0, "wrong", "", 0), span(1, "right", "", 0), span(2, "wrong", "", 0)}}},
		inquiry.Liability:  {{Step: inquiry.Liability, Spans: whole("liable", "ordinary")}},
		inquiry.Limitation: {{Step: inquiry.Limitation, Spans: whole("open", "")}},
		inquiry.Waiver:     {{Step: inquiry.Waiver, Spans: []inquiry.Span{span(0, "none", "", 0), span(2, "waived", "", 3333)}}},
		inquiry.Parties:    {{Step: inquiry.Parties, Recipients: []inquiry.Recipient{{Payee: people[0], Debtors: []inquiry.Debtor{{people[0], 0}}}}}},
	})
	r := c.Reckon(0)
	// Tax: 45 000 · 33 334 / 150 000 = 10 000,2 and 45 000 · 22 223 / 150 000 = 6 666,9.
	if r.Wrong != 100_000 || r.Right != 33_333 || r.Waived != 11_110 || r.Repay != 33_334+22_223 || r.Tax != 10_000+6_666 || r.Result != inquiry.RepayPart {
		t.Errorf("%+v", r)
	}
	if len(r.Claims) != 1 || r.Claims[0].From != l.From || r.Claims[0].To != l.To || cmp.Compare(r.Claims[0].Principal, r.Repay) != 0 {
		t.Errorf("%+v", r.Claims)
	}
}
