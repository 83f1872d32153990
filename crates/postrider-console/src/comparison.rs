//! Two codes beside each other.

use maud::{Markup, html};
use postrider_reference::sheet::Row;

use crate::layout::Place;
use crate::prose::prose;

/// The properties of two codes, in two columns that stand below each other where there is no room. The roles are said once more, because a
/// browser forgets them where the table is laid out as something else.
pub fn rows(place: Place<'_>, rows: &[Row], heads: Option<[Markup; 2]>) -> Markup {
    let say = |id: &str| place.say(id);
    let heads = heads.unwrap_or_else(|| [html! {}, html! {}]);
    html! {
        table.rows role="table" {
            caption.unseen { (say("label-differences")) }
            thead role="rowgroup" {
                tr role="row" {
                    th role="columnheader" scope="col" { span.unseen { (say("web-property")) } }
                    @for head in &heads { th role="columnheader" scope="col" { (head) } }
                }
            }
            tbody role="rowgroup" {
                @for row in rows {
                    tr role="row" .same[row.is_same()] {
                        th role="rowheader" scope="row" {
                            (prose(&row.label))
                            @if row.is_same() { " " span.alike { (say("web-same")) } }
                        }
                        @for (side, head) in row.sides.iter().zip(&heads) {
                            td role="cell" { span.which aria-hidden="true" { (head) } (prose(side)) }
                        }
                    }
                }
            }
        }
    }
}
