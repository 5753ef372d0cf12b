package postfile_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/exchange/postfile"
	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/identity"
)

// Official test identities.
var people = []identity.Number{193501096998, 193501259166, 162021005521}

func entries(t *rapid.T) (all []postfile.Entry) {
	for i := range rapid.IntRange(0, 6).Draw(t, "letters") {
		id := "L-" + string(rune('a'+i))
		e := postfile.Entry{Letter: id, Attempt: rapid.IntRange(1, 9).Draw(t, "attempt"), Recipient: rapid.SampledFrom(people).Draw(t, "to"), As: "self",
			Route: rapid.SampledFrom([]string{"", "register", "forwarding"}).Draw(t, "route"), Receipt: rapid.Bool().Draw(t, "receipt"), Kind: "decision", File: id + ".pdf",
			Content: []byte(rapid.StringN(0, 300, -1).Draw(t, "content"))}
		if rapid.Bool().Draw(t, "guardian") {
			e.As, e.Of = "guardian", people[0]
		}
		all = append(all, e)
	}
	return all
}

func read(t testing.TB, path string) ([]postfile.Entry, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return postfile.Read(bytes.NewReader(raw), int64(len(raw)))
}

// TestBatch_isReadAsItWasWritten, the same letters give the same bytes, and a batch goes from
// held to handed over once.
func TestBatch_isReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		all := entries(rt)
		dir := t.TempDir()
		path, mine := filepath.Join(dir, "post-000000001.zip"), postfile.Held{Name: "post-000000001", Holder: "A"}
		for range 2 { // written again over itself, as after a stop
			if err := postfile.Hold(dir, mine, all); err != nil {
				rt.Fatal(err)
			}
		}
		other := postfile.Held{Name: mine.Name, Holder: "B"}
		if err := postfile.Hold(dir, other, nil); err != nil {
			rt.Fatal(err)
		}
		if held, err := postfile.List(dir); err != nil || !reflect.DeepEqual(held, []postfile.Held{mine, other}) {
			rt.Fatalf("%v %v", held, err)
		}
		first, _ := os.ReadFile(filepath.Join(dir, "post-000000001.A.zip.held"))
		if err := postfile.Release(dir, mine); err != nil {
			rt.Fatal(err)
		}
		if err := postfile.Release(dir, mine); err != nil {
			rt.Errorf("released before, and again: %v", err)
		}
		if postfile.Release(dir, other) == nil {
			rt.Error("a batch was written over")
		}
		for range 2 {
			if err := postfile.Discard(dir, other); err != nil {
				rt.Fatal(err)
			}
		}
		second, _ := os.ReadFile(path)
		if !bytes.Equal(first, second) || len(first) == 0 {
			rt.Fatal("releasing changed it")
		}
		got, err := read(t, path)
		if err != nil {
			rt.Fatal(err)
		}
		for i := range got {
			if len(got[i].Content) == 0 {
				got[i].Content = all[i].Content
			}
		}
		if len(all) > 0 && !reflect.DeepEqual(got, all) {
			rt.Errorf("%+v\n%+v", got, all)
		}
		if left, _ := filepath.Glob(dir + "/*.part"); len(left) > 0 {
			rt.Errorf("left behind: %v", left)
		}
	})
}

// TestRead_noticesEveryChange: a batch with any one byte changed is refused, or says the same.
func TestRead_noticesEveryChange(t *testing.T) {
	dir := t.TempDir()
	all := []postfile.Entry{{Letter: "L-1", Attempt: 1, Recipient: people[0], As: "self", Route: "register", Kind: "refund", File: "L-1.pdf", Content: []byte("%PDF hej")},
		{Letter: "L-2", Attempt: 2, Recipient: people[1], As: "self", Route: "register", Receipt: true, Kind: "refund", File: "L-2.pdf", Content: []byte("%PDF å")}}
	if err := postfile.Hold(dir, postfile.Held{Name: "b", Holder: "A"}, all); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "b.A.zip.held"))
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for i := range raw {
		bad := bytes.Clone(raw)
		bad[i] ^= 0x20
		got, err := postfile.Read(bytes.NewReader(bad), int64(len(bad)))
		if err != nil {
			refused++
			if strings.Contains(err.Error(), "193501096998") {
				t.Errorf("the error has a number: %v", err)
			}
		} else if !reflect.DeepEqual(got, all) {
			t.Errorf("byte %d changed, and the batch was read as %+v", i, got)
		}
	}
	if refused < len(raw)/3 {
		t.Errorf("%d of %d changes were noticed", refused, len(raw))
	}
}

// TestRead_holdsTheSizeAgainstTheIndex: an index that says another size is not believed.
func TestRead_holdsTheSizeAgainstTheIndex(t *testing.T) {
	for size, good := range map[string]bool{"3": true, "4": false, "03": true, "-3": false, "+3": false} {
		sum := (&postfile.Entry{Content: []byte("hej")}).Sum()
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for name, content := range map[string]string{"L-1.pdf": "hej", "index.csv": strings.Join(postfile.Header, ";") + "\nL-1;1;" + people[0].String() + ";self;;register;no;refund;L-1.pdf;" + size + ";" + sum + "\n"} {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(content)); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := postfile.Read(bytes.NewReader(b.Bytes()), int64(b.Len())); (err == nil) != good {
			t.Errorf("%s bytes: %v", size, err)
		}
	}
}

// TestHold_refusesAndLeavesNothing: names that lead elsewhere, letters twice, a folder that
// cannot be written to.
func TestHold_refusesAndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	ok := postfile.Entry{Letter: "L-1", Attempt: 1, Recipient: people[0], As: "self", File: "L-1.pdf"}
	for what, all := range map[string][]postfile.Entry{
		"twice":     {ok, ok},
		"elsewhere": {{Letter: "L-1", Attempt: 1, File: "../L-1.pdf"}},
		"attempt":   {{Letter: "L-1", File: "L-1.pdf"}},
		"the index": {{Letter: "L-1", Attempt: 1, File: "index.csv"}},
	} {
		if err := postfile.Hold(dir, postfile.Held{Name: "b", Holder: "A"}, all); !errors.Is(err, postfile.ErrBatch) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := postfile.Hold(dir, postfile.Held{Name: "../b", Holder: "A"}, nil); !errors.Is(err, postfile.ErrBatch) {
		t.Error("a name that leads elsewhere")
	}
	if err := postfile.Hold(filepath.Join(dir, "missing"), postfile.Held{Name: "b", Holder: "A"}, []postfile.Entry{ok}); err == nil {
		t.Error("a folder that is not there")
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func receipt(t *rapid.T) postfile.Receipt {
	return postfile.Receipt{ID: rapid.StringMatching(`[A-Za-z0-9][A-Za-z0-9._-]{0,20}`).Draw(t, "id"), Batch: "post-000000001", Letter: rapid.StringMatching(`[A-Za-z0-9][A-Za-z0-9-]{0,20}`).Draw(t, "letter"),
		Attempt: rapid.IntRange(1, 1000).Draw(t, "attempt"), Status: rapid.SampledFrom(postfile.Statuses).Draw(t, "status"),
		On: calendar.New(2026, 1, 1).AddDays(rapid.IntRange(0, 900).Draw(t, "on")), Text: rapid.StringMatching(`([a-zåäö;"]{1,20})?`).Draw(t, "text")}
}

// TestReceipts_areReadAsTheyWereWritten, and a bad line does not take the others with it.
func TestReceipts_areReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var all []postfile.Receipt
		for range rapid.IntRange(0, 5).Draw(rt, "n") {
			all = append(all, receipt(rt))
		}
		var b bytes.Buffer
		if err := postfile.WriteReceipts(&b, all); err != nil {
			rt.Fatal(err)
		}
		got, err := postfile.ReadReceipts("r.csv", &b)
		if err != nil || !reflect.DeepEqual(got, all) {
			rt.Errorf("%v\n%+v\n%+v", err, got, all)
		}
	})
	head := strings.Join(postfile.ReceiptHeader, ";") + "\n"
	got, err := postfile.ReadReceipts("r.csv", strings.NewReader(head+"r1;b;L-1;1;delivered;2026-01-02;\nr2;b;L-2;0;lost;soon;\nr3;b;L-3;1;busy;2026-01-02;full\n"))
	var bad *rows.BadLines
	if !errors.As(err, &bad) || len(bad.Faults) != 3 || len(got) != 2 || got[1].ID != "r3" {
		t.Errorf("%v %+v", err, got)
	}
}

// FuzzReadReceipts: what is read can be written and read again the same.
func FuzzReadReceipts(f *testing.F) {
	head := strings.Join(postfile.ReceiptHeader, ";") + "\n"
	f.Add(head + "r1;b;L-1;1;delivered;2026-01-02;\n")
	f.Add(head + "r1;b;L-1;1;returned;2026-01-02;\"okänd; \"\"x\"\"\"\r\n")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := postfile.ReadReceipts("f", strings.NewReader(s))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := postfile.WriteReceipts(&b, got); err != nil {
			t.Fatal(err)
		}
		again, err := postfile.ReadReceipts("f", &b)
		if err != nil || !reflect.DeepEqual(got, again) {
			t.Errorf("%v\n%+v\n%+v", err, got, again)
		}
	})
}

// FuzzRead: no bytes take the reader down.
func FuzzRead(f *testing.F) {
	dir := f.TempDir()
	if err := postfile.Hold(dir, postfile.Held{Name: "b", Holder: "A"}, []postfile.Entry{{Letter: "L-1", Attempt: 1, Recipient: people[0], As: "self", File: "L-1.pdf", Content: []byte("x")}}); err != nil {
		f.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "b.A.zip.held"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := postfile.Read(bytes.NewReader(raw), int64(len(raw)))
		for i := range got {
			if err == nil && (got[i].Attempt < 1 || got[i].Recipient.Kind() == identity.Unknown) {
				t.Errorf("%+v", got[i])
			}
		}
	})
}
