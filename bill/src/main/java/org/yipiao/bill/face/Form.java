package org.yipiao.bill.face;

import java.util.List;

/**
 * 底版 What every bill of one kind and title shows: frame, title and labels. Made once and shared, so that a writer can
 * prepare it once too; equal only to itself.
 */
public final class Form {
    private final List<Ink> inks;

    Form(List<Ink> inks) {
        this.inks = List.copyOf(inks);
    }

    public List<Ink> inks() {
        return inks;
    }
}
