package letterdoc

import (
	"crypto/sha256"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Error says why a document cannot be a PDF. It holds no text of the document, only the one character
// that the font lacks.
type Error struct {
	Where string // which part, such as "block 3, row 2, column 1" (counted from 1)
	Rune  rune   // the character that the font lacks, 0 when it is something else
	Why   string // what is wrong and what to do
}

func (e *Error) Error() string { return "letterdoc: " + e.Where + ": " + e.Why }

// PDF writes the letter as a tagged PDF (PDF 1.7, made after PDF/UA-1) on A4 with its font inside, the
// same bytes for the same document. It fails with *Error, and then has written nothing, when the document
// has no title, a language or kind of block that is none, a character that the font lacks, or more in the
// head, the foot or the columns of a table than a page has room for.
func (d *Document) PDF(w io.Writer) error {
	b, err := d.begin()
	if err != nil {
		return err
	}
	rows := b.body()
	drawFoot, err := b.footing()
	if err != nil {
		return err
	}
	first := b.pages[0]
	b.place(rows)
	all := b.pages
	b.pages = []*page{first}
	drawFoot()
	b.pages = all
	b.running()
	_, err = w.Write(b.file(d))
	return err
}

// Check is the *Error that PDF would fail with, and makes no file: who keeps what a letter is made of
// asks before it is kept, while somebody can still write it in another way.
func (d *Document) Check() error {
	if d.usualLetter() {
		return nil
	}
	b, err := d.begin()
	if err == nil {
		_, err = b.footing()
	}
	return err
}

// begin is the letter with its head set, and all seen to but the foot.
func (d *Document) begin() (*builder, error) {
	l := d.letter()
	if err := d.check(l); err != nil {
		return nil, err
	}
	return newBuilder(l)
}

// check finds what no PDF can be made of.
func (d *Document) check(l *letter) error {
	if l.title == "" {
		return &Error{Where: "Title", Why: "a letter must have a title: PDF/UA asks for it, and a reader hears it first"}
	}
	for i, c := range d.Lang {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c != '-' && (c < '0' || c > '9')) || i > 34 {
			return &Error{Where: "Lang", Why: `it is not a language: write "sv" or "en"`}
		}
	}
	if l.unknown != 0 {
		return &Error{Where: "block " + strconv.Itoa(l.unknown), Why: "its kind is none of those that there are"}
	}
	if l.wide != 0 {
		return &Error{Where: "block " + strconv.Itoa(l.wide), Why: "the table has " + strconv.Itoa(l.columns) + " columns, more than a page has room for: divide it"}
	}
	f := faces()[regular] // the other has the same characters
	return d.each(func(where func() string, text string) error {
		for _, r := range clean(text) {
			if f.glyph(r) == 0 || r == unreadable {
				return &Error{Where: where(), Rune: r, Why: fmt.Sprintf("the font has no character %U: write it in another way", r)}
			}
		}
		return nil
	})
}

// each calls fn with every text of the document that is set, until it fails.
func (d *Document) each(fn func(where func() string, text string) error) error {
	var err error
	see := func(text, format string, numbers ...any) {
		if err == nil {
			err = fn(func() string { return fmt.Sprintf(format, numbers...) }, text)
		}
	}
	see(d.Title, "Title")
	see(d.Reference, "Reference")
	for i, s := range d.Sender {
		see(s, "Sender, line %d", i+1)
	}
	for i, s := range d.To {
		see(s, "To, line %d", i+1)
	}
	for n := range d.Blocks {
		b := &d.Blocks[n]
		see(b.Text, "block %d", n+1)
		if b.Kind == List || b.Kind == Numbered {
			for i, s := range b.Items {
				see(s, "block %d, item %d", n+1, i+1)
			}
		}
		if b.Kind == Table {
			for i, s := range b.Head {
				see(s, "block %d, head, column %d", n+1, i+1)
			}
		}
		if b.Kind == Table || b.Kind == Facts {
			for r, row := range b.Rows {
				for i, s := range row {
					see(s, "block %d, row %d, column %d", n+1, r+1, i+1)
				}
			}
		}
	}
	for i, s := range d.Footer {
		see(s, "Footer, line %d", i+1)
	}
	return err
}

// file writes the pages, the tags and the fonts as a PDF.
func (b *builder) file(d *Document) []byte {
	o := newObjects(len(b.pages))
	defer o.release()
	o.stream(metadataNumber, "/Type/Metadata/Subtype/XML", []byte(metadata(b.letter, d)))
	for i, f := range b.faces {
		o.face(i, f, b.extra[i])
	}
	for i, p := range b.pages {
		o.deflated(pageNumber(i)+1, "", p.content)
		o.begin(pageNumber(i))
		o.add("<</Type/Page/Parent ").ref(pagesNumber).add("/MediaBox[0 0 595.276 841.89]/Resources<</Font<</F0 ").ref(faceNumber(0)).
			add("/F1 ").ref(faceNumber(1)).add(">>>>/Contents ").ref(pageNumber(i) + 1).add("/StructParents ").int(i).add("/Tabs/S>>")
	}
	o.begin(catalogNumber)
	o.add("<</Type/Catalog/Pages ").ref(pagesNumber).add("/Metadata ").ref(metadataNumber).add("/StructTreeRoot ").ref(treeNumber).
		add("/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/Lang").text(language(d.Lang)).add(">>")
	o.begin(pagesNumber)
	o.add("<</Type/Pages/Count ").int(len(b.pages)).add("/Kids[")
	for i := range b.pages {
		o.ref(pageNumber(i)).add(" ")
	}
	o.add("]>>")
	o.begin(infoNumber)
	o.add("<</Title").text(b.letter.title)
	if author := clean(d.Author); author != "" {
		o.add("/Author").text(author)
	}
	o.add("/Producer").text("Balans").add(">>")
	o.begin(treeNumber)
	o.add("<</Type/StructTreeRoot/K ").ref(o.elementNumber(b.root)).add("/ParentTreeNextKey ").int(len(b.pages)).add("/ParentTree<</Nums[")
	for i, p := range b.pages {
		o.int(i).add("[")
		for _, e := range p.marks {
			o.ref(o.elementNumber(e)).add(" ")
		}
		o.add("]")
	}
	o.add("]>>>>")
	for _, e := range b.elements {
		o.begin(o.elementNumber(e))
		e.write(o)
	}
	return o.finish()
}

// language is the language of the catalog. Swedish is that of Sweden when nothing else is said.
func language(lang string) string {
	if lang == "" || lang == "sv" {
		return "sv-SE"
	}
	return lang
}

// metadata is the XMP packet: the title, and that the file is made after PDF/UA-1.
func metadata(l *letter, d *Document) string {
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace
	creator := ""
	if author := clean(d.Author); author != "" {
		creator = "\n<dc:creator><rdf:Seq><rdf:li>" + escape(author) + "</rdf:li></rdf:Seq></dc:creator>"
	}
	return "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n" +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">` + "\n" +
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + escape(l.title) + "</rdf:li></rdf:Alt></dc:title>" + creator + "\n" +
		"<dc:language><rdf:Bag><rdf:li>" + language(d.Lang) + "</rdf:li></rdf:Bag></dc:language>\n" +
		"<pdf:Producer>Balans</pdf:Producer>\n<pdfuaid:part>1</pdfuaid:part>\n" +
		"</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
}

// identity is the file's identifier, a digest of its bytes.
func identity(file []byte) []byte {
	sum := sha256.Sum256(file)
	return sum[:16]
}
