package mailmessage_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/exchange/mailmessage"
	"balans/exchange/postfile"
)

// TestMessage_isReadAsItWasWritten, and has the order of elements that Message/v3 asks for.
func TestMessage_isReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zåäöA-Z0-9 <>&"';\n]{1,60}`)
		m := &mailmessage.Message{ID: "L-1-1", Subject: text.Draw(t, "subject"), Support: text.Draw(t, "support"), Matter: rapid.SampledFrom([]string{"", "2026-000442"}).Draw(t, "matter"),
			Language: "sv", Receipt: rapid.Bool().Draw(t, "receipt"), Text: text.Draw(t, "text"), Filename: "L-1.pdf", PDF: []byte(text.Draw(t, "pdf"))}
		raw, err := m.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		again, err := m.Marshal()
		if err != nil || !bytes.Equal(raw, again) {
			t.Error("the same message gives other bytes")
		}
		got, err := mailmessage.Read(bytes.NewReader(raw))
		if err != nil || !reflect.DeepEqual(got, m) {
			t.Errorf("%v\n%+v\n%+v", err, got, m)
		}
	})
	m := &mailmessage.Message{ID: "L-1-1", Subject: "Beslut", Support: "Ring", Matter: "1", Language: "sv", Receipt: true, Text: "hej", Filename: "L-1.pdf", PDF: []byte("x")}
	raw, err := m.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	dec := xml.NewDecoder(bytes.NewReader(raw))
	for {
		token, err := dec.Token()
		if err != nil {
			break
		}
		if s, ok := token.(xml.StartElement); ok {
			if s.Name.Space != mailmessage.Namespace {
				t.Errorf("%s is in %q", s.Name.Local, s.Name.Space)
			}
			names = append(names, s.Name.Local)
		}
	}
	if got, want := strings.Join(names, " "), "SecureMessage Header Id Subject Supportinfo Text OfficialMatter MatterId MatterStatus Language ReceiptRequest Body ContentType Body Attachment ContentType Body Filename Checksum"; got != want {
		t.Errorf("%s\n%s", got, want)
	}
}

// TestMessage_limits of the platform, and a letter that was changed on the way.
func TestMessage_limits(t *testing.T) {
	for what, m := range map[string]mailmessage.Message{
		"no subject": {ID: "L"}, "long subject": {ID: "L", Subject: strings.Repeat("å", mailmessage.MaxSubject+1)},
		"long support": {ID: "L", Subject: "x", Support: strings.Repeat("å", mailmessage.MaxSupport+1)}, "not UTF-8": {ID: "L", Subject: "\xff"},
	} {
		if _, err := m.Marshal(); !errors.Is(err, mailmessage.ErrMessage) {
			t.Errorf("%s: %v", what, err)
		}
	}
	m := mailmessage.Message{ID: "L", Subject: strings.Repeat("å", mailmessage.MaxSubject), PDF: []byte("ett brev")}
	raw, err := m.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Replace(raw, []byte("ZXR0"), []byte("ZXR1"), 1)
	if _, err := mailmessage.Read(bytes.NewReader(changed)); !errors.Is(err, mailmessage.ErrMessage) {
		t.Errorf("a changed letter was read: %v", err)
	}
	if _, err := mailmessage.Read(bytes.NewReader(append(raw, raw...))); err == nil {
		t.Error("two messages were read as one")
	}
}

const answers = `<?xml version="1.0"?>
<DeliveryReceipts>
 <Receipt id="r1" batch="mailbox-000000001" letter="L-1" attempt="1" status="delivered" on="2026-06-15"/>
 <Receipt id="r2" batch="mailbox-000000001" letter="L-2" attempt="1" status="unreachable" on="2026-06-15">ingen
   brevlåda</Receipt>
 <Receipt id="r3" batch="mailbox-000000001" letter="L-3" attempt="0" status="delivered" on="2026-06-15"/>
</DeliveryReceipts>`

// TestReadReceipts_theGoodOnesAreGiven beside the error about the others.
func TestReadReceipts_theGoodOnesAreGiven(t *testing.T) {
	got, err := mailmessage.ReadReceipts(strings.NewReader(answers))
	var bad *mailmessage.BadReceipts
	if !errors.As(err, &bad) || len(bad.Faults) != 1 || len(got) != 2 || got[1].Status != postfile.Unreachable || got[1].Text != "ingen brevlåda" {
		t.Errorf("%v %+v", err, got)
	}
	for _, s := range []string{"", "<x/>", answers + "<more/>", "<DeliveryReceipts>"} {
		if _, err := mailmessage.ReadReceipts(strings.NewReader(s)); !errors.Is(err, mailmessage.ErrMessage) {
			t.Errorf("%.20q: %v", s, err)
		}
	}
}

// FuzzReadReceipts: what is given can stand in a file of receipts, and is read from it the same.
func FuzzReadReceipts(f *testing.F) {
	f.Add(answers)
	f.Add(`<DeliveryReceipts><Receipt id="a" batch="b" letter="c" attempt="1" status="busy" on="2026-06-15">=1+1</Receipt></DeliveryReceipts>`)
	f.Add(`<DeliveryReceipts><Receipt id="a" batch="b" letter="c" attempt="2000000000" status="busy" on="2026-06-15"/></DeliveryReceipts>`)
	f.Fuzz(func(t *testing.T, s string) {
		got, err := mailmessage.ReadReceipts(strings.NewReader(s))
		if errors.Is(err, mailmessage.ErrMessage) {
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

// FuzzRead: no document takes the reader down, and what is read and can be written is read again
// the same.
func FuzzRead(f *testing.F) {
	m := mailmessage.Message{ID: "L", Subject: "x", PDF: []byte("ett brev")}
	raw, err := m.Marshal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(raw))
	f.Fuzz(func(t *testing.T, s string) {
		got, err := mailmessage.Read(strings.NewReader(s))
		if err != nil {
			return
		}
		raw, err := got.Marshal()
		if err != nil {
			return
		}
		if again, err := mailmessage.Read(bytes.NewReader(raw)); err != nil || !reflect.DeepEqual(again, got) {
			t.Errorf("%v\n%+v\n%+v", err, got, again)
		}
	})
}
