//! Pictures over HTTP: pages with a table beneath, and files.

use crate::world::get;
use axum::http::StatusCode;

#[test]
fn each_picture_has_a_page_and_a_file() {
    for (language, title) in [("nb", "Nivåene i styringen"), ("nn", "Nivåa i styringa"), ("en", "The levels of governance")] {
        let list = get(&format!("/{language}/pictures"), "text/html");
        assert!(list.body.contains(&format!("/{language}/pictures/governance-levels")), "{}", list.body);
        let page = get(&format!("/{language}/pictures/governance-levels"), "text/html");
        assert_eq!(page.status, StatusCode::OK);
        for part in
            [title, "<svg", "role=\"listitem\"", &format!("/{language}/id/body/no-skate"), "<table", "questions/bodies-by-level?why=true"]
        {
            assert!(page.body.contains(part), "{language}: {part}");
        }
        let file = get(&format!("/{language}/pictures/governance-levels.svg"), "*/*");
        assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "image/svg+xml"));
        assert!(file.body.starts_with("<svg") && file.body.contains("<style>"), "{}", file.body);
    }
}

#[test]
fn a_picture_that_is_not_there_is_said_not_to_be() {
    for path in ["/nb/pictures/mona-lisa", "/nb/pictures/mona-lisa.svg"] {
        assert_eq!(get(path, "text/html").status, StatusCode::NOT_FOUND, "{path}");
    }
}
