package directive

import (
	"os"
	"slices"
	"strings"
	"testing"

	"balans/exchange/lettertext"
)

// theLetter is the letter for 2025 as it was published, nil where it is not at hand.
func theLetter(t *testing.T) *Letter {
	t.Helper()
	const path = "../../../shared/seeds/regleringsbrev-2025.txt"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Log("the published letter is not here")
		return nil
	}
	document, err := lettertext.Read(path, data)
	if err != nil {
		t.Fatal(err)
	}
	l, err := Read(document)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestCheck_publishedLetter holds the checks against what was found in the letter by hand
// and with a script of its own.
func TestCheck_publishedLetter(t *testing.T) {
	type outcome struct {
		kind    CheckKind
		verdict Verdict
		outcome string
	}
	want := map[outcome]int{
		{CheckUnit, Holds, ""}: 1,
		{CheckSum, Holds, ""}:  20, {CheckItem, Holds, ""}: 48,
		{CheckName, Holds, ""}: 62, {CheckName, DoesNotHold, "spelling"}: 4,
		{CheckCredit, Holds, "5 %"}: 28, {CheckCredit, Holds, "3 %"}: 1, {CheckCredit, Holds, "no credit"}: 18,
		{CheckCredit, DoesNotHold, "earlier amount"}: 1, {CheckCreditCeiling, Holds, ""}: 48,
		{CheckCarryOver, Holds, "Inget"}: 47, {CheckCarryOver, Holds, "3 %"}: 1, {CheckWithdrawal, Holds, ""}: 48, {CheckClosed, Holds, ""}: 1,
		{CheckPension, Holds, ""}: 10, {CheckPension, Holds, "floored"}: 1,
		{CheckLimit, Holds, ""}: 11, {CheckLimitSum, Holds, ""}: 4,
		{CheckLimitRest, Holds, "divided in full"}: 1, {CheckLimitRest, Holds, "the rest is for the item's purpose"}: 3,
		{CheckLimitRest, DoesNotHold, "a part without a stated use"}: 1,
		{CheckAuthorisation, Holds, ""}:                              1, {CheckLastYear, Holds, ""}: 1,
		{CheckPlanSum, Holds, ""}: 1, {CheckPlanTotal, Holds, ""}: 1, {CheckPlanOrder, Holds, ""}: 1,
		{CheckPlanParts, DoesNotHold, "changed in the year"}: 1, {CheckPlanDay, Holds, ""}: 8, {CheckPlanDay, DoesNotHold, ""}: 4,
		{CheckFeeColumn, Holds, ""}: 6, {CheckFeeResult, Holds, ""}: 8, {CheckFeeCarried, Holds, ""}: 8,
		{CheckDeadlineDay, DoesNotHold, ""}: 7, {CheckDeadlineGiven, Undecidable, ""}: 1,
		{CheckGenerations, Holds, ""}: 3, {CheckGenerations, DoesNotHold, ""}: 1,
	}
	l := theLetter(t)
	if l == nil {
		return
	}
	findings := Check(l)
	got := map[outcome]int{}
	for _, f := range findings {
		got[outcome{f.Kind, f.Verdict, f.Outcome}]++
	}
	for o, n := range want {
		if got[o] != n {
			t.Errorf("%v: %d, want %d", o, got[o], n)
		}
	}
	for o, n := range got {
		if _, known := want[o]; !known && o.kind != CheckDeadlineDay && o.kind != CheckDeadlineOrder {
			t.Errorf("%v: %d that were not expected", o, n)
		}
	}
	var wrong []string
	for _, f := range findings {
		if f.Verdict == DoesNotHold && f.Weight == Arithmetic {
			wrong = append(wrong, f.ID)
		}
	}
	if !slices.Equal(wrong, []string{"credit UO10 2:1 ap.1"}) {
		t.Errorf("arithmetic that does not hold: %q", wrong)
	}
}

func TestCheck_publishedLetterReadsItsOddCredit(t *testing.T) {
	l := theLetter(t)
	if l == nil {
		return
	}
	for _, f := range Check(l) {
		if f.ID != "credit UO10 2:1 ap.1" {
			continue
		}
		e := f.Earlier[0]
		if !e.Plan || !e.Known || e.Amount != 10_750_646*tkr || e.Change != 54_000*tkr || e.From != onDay("2025-07-25") || e.Percent != 300 {
			t.Errorf("the earlier amount: %+v", e)
		}
		reading := strings.ReplaceAll(f.Reading[1], "\u00a0", " ")
		for _, says := range []string{"10 750 634 tkr and 10 750 666 tkr", "10 750 646 tkr, which is 54 000 tkr lower", "first 6 payments, 895 887 tkr, are 1/12", "from 2025-07-25 they are 9 000 tkr higher, 54 000 tkr over 6 payments", "remainder 2 tkr"} {
			if !strings.Contains(reading, says) {
				t.Errorf("the reading does not say %q: %s", says, reading)
			}
		}
		return
	}
	t.Error("the credit is not among the findings")
}

func TestSuccessors_publishedLetter(t *testing.T) {
	l := theLetter(t)
	if l == nil {
		return
	}
	var got []string
	for _, s := range Successors(l, l.Earlier) {
		got = append(got, string([]rune(s.From.Title)[:16])+" → "+string([]rune(s.To.Title)[:16])+", "+s.Why[1])
	}
	want := []string{
		"Det allmänna omb → Det allmänna omb, the same title",
		"Insatser för per → Insatser för per, the same title",
		"Rätt från början → Rätt från början, the title begins with the earlier one's",
		"Ändring av uppdr → Kontroll av inty, refers to the decision A2024/01109",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if changes := Compare(l, theLetter(t)); len(changes) != 0 {
		t.Errorf("the letter differs from itself: %+v", changes)
	}
}
