package letterdoc

// element is a node of the structure tree: what a reader that does not see the page is told.
type element struct {
	tag        string // of the standard structure types of ISO 32000-1, 14.8.4
	attributes string // the inside of its attribute object, "" for none
	parent     *element
	order      int // among all elements, the root first
	kids       []kid
}

// kid is an element, or marked content on a page when element is nil.
type kid struct {
	element    *element
	page, mark int
}

// add makes an element under its parent.
func (b *builder) add(parent *element, tag string) *element {
	e := &element{tag: tag, parent: parent, order: len(b.elements)}
	b.elements = append(b.elements, e)
	if parent != nil {
		parent.kids = append(parent.kids, kid{element: e})
	}
	return e
}

// write writes an element as a dictionary. Its marked content is on one page as a rule; what is
// continued on the next page says so for each part.
func (e *element) write(o *objects) {
	o.add("<</S/").add(e.tag).add("/P ")
	if e.parent == nil {
		o.ref(treeNumber)
	} else {
		o.ref(o.elementNumber(e.parent))
	}
	if e.attributes != "" {
		o.add("/A<<").add(e.attributes).add(">>")
	}
	page, one := -1, true
	for _, k := range e.kids {
		if k.element == nil {
			one = one && (page < 0 || page == k.page)
			page = k.page
		}
	}
	if page >= 0 && one {
		o.add("/Pg ").ref(pageNumber(page))
	}
	o.add("/K[")
	for i, k := range e.kids {
		if i > 0 {
			o.add(" ")
		}
		switch {
		case k.element != nil:
			o.ref(o.elementNumber(k.element))
		case one:
			o.int(k.mark)
		default:
			o.add("<</Type/MCR/Pg ").ref(pageNumber(k.page)).add("/MCID ").int(k.mark).add(">>")
		}
	}
	o.add("]>>")
}
