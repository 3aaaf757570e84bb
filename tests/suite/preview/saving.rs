//! Every way in which editors and people save files.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use super::{ONE, ONE_PAGE, Preview, one_saying, three};
use crate::harness::{Site, brief};

#[test]
fn a_file_written_in_place_is_shown() {
    let preview = Preview::of(three(), &[]);
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
    preview
        .site
        .put(ONE, one_saying("It was saved.").as_bytes());
    preview.wait_for(ONE_PAGE, "It was saved.");
}

#[test]
fn a_file_written_beside_and_renamed_is_shown_each_time() {
    let preview = Preview::of(three(), &[]);
    // As GNOME, JetBrains and many others save; a watch on the file would die at the first one.
    for n in 0..5 {
        preview.site.put(
            "content/briefs/.goutputstream-X1",
            one_saying(&format!("Saved {n}.")).as_bytes(),
        );
        fs::rename(
            preview.site.path("content/briefs/.goutputstream-X1"),
            preview.site.path(ONE),
        )
        .unwrap();
        preview.wait_for(ONE_PAGE, &format!("Saved {n}."));
    }
}

#[test]
fn a_file_saved_as_vim_does_is_shown_each_time() {
    let preview = Preview::of(three(), &[]);
    for n in 0..3 {
        preview.site.put("content/briefs/4913", b"");
        preview.site.remove("content/briefs/4913");
        fs::rename(
            preview.site.path(ONE),
            preview.site.path("content/briefs/one.md~"),
        )
        .unwrap();
        preview
            .site
            .put(ONE, one_saying(&format!("Saved {n}.")).as_bytes());
        preview.site.remove("content/briefs/one.md~");
        preview.wait_for(ONE_PAGE, &format!("Saved {n}."));
    }
    assert!(
        !preview.terminal().contains("4913"),
        "{}",
        preview.terminal()
    );
}

#[test]
fn a_file_that_is_deleted_and_made_again_is_shown() {
    let preview = Preview::of(three(), &[]);
    preview.site.remove(ONE);
    preview.wait("the page is gone", |preview| {
        preview.get(ONE_PAGE).status == 404
    });
    assert!(!preview.page("/tags/x/").contains(">One<"));
    preview.site.put(ONE, one_saying("It is back.").as_bytes());
    preview.wait_for(ONE_PAGE, "It is back.");
    assert!(preview.page("/tags/x/").contains(">One<"));
}

#[test]
fn a_file_that_is_made_again_at_once_is_never_missing() {
    let preview = Preview::of(three(), &[]);
    for n in 0..3 {
        preview.site.remove(ONE);
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(40) {
            let status = preview.get(ONE_PAGE).status;
            // A machine that is busy may take longer than any editor.
            let is_late = start.elapsed() > Duration::from_millis(150);
            assert!(status == 200 || is_late, "{status}");
        }
        let word = format!("Made again {n}.");
        preview.site.put(ONE, one_saying(&word).as_bytes());
        preview.wait_for(ONE_PAGE, &word);
    }
}

#[test]
fn renamed_files_and_folders_are_followed() {
    let preview = Preview::of(three(), &[]);
    let path = |name: &str| preview.site.path(name);
    fs::rename(path(ONE), path("content/briefs/uno.md")).unwrap();
    preview.wait_for("/2025/01/01/uno/", "Something happened.");
    assert_eq!(preview.get(ONE_PAGE).status, 404);
    fs::create_dir(path("content/briefs/2025")).unwrap();
    fs::rename(
        path("content/briefs/uno.md"),
        path("content/briefs/2025/eins.md"),
    )
    .unwrap();
    preview.wait_for("/2025/01/01/eins/", "Something happened.");
    fs::rename(path("content/briefs/2025"), path("content/briefs/old")).unwrap();
    // What is in the folder is still watched under its new name.
    preview.site.put(
        "content/briefs/old/eins.md",
        one_saying("In the old folder.").as_bytes(),
    );
    preview.wait_for("/2025/01/01/eins/", "In the old folder.");
    assert_eq!(preview.get("/2025/01/01/uno/").status, 404);
}

#[test]
fn a_file_in_a_folder_that_has_just_been_made_is_found() {
    let preview = Preview::of(three(), &[]);
    for n in 0..10 {
        // The file is there before the folder can be watched.
        let text = brief(&format!("Deep {n}"), "2025-03-01", "");
        preview.site.put(
            &format!("content/briefs/a{n}/b/c/deep-{n}.md"),
            text.as_bytes(),
        );
    }
    for n in 0..10 {
        preview.wait_for(&format!("/2025/03/01/deep-{n}/"), &format!("Deep {n}"));
    }
}

#[test]
fn a_checkout_of_five_hundred_files_is_one_rebuild() {
    let site = three();
    let write = |site: &Site, word: &str| {
        for n in 0..500 {
            let text = brief(&format!("{word} {n}"), "2025-04-01", "");
            site.put(&format!("content/briefs/m/n{n}.md"), text.as_bytes());
        }
    };
    write(&site, "Before");
    let preview = Preview::of(site, &[]);
    write(&preview.site, "After");
    preview.wait_for("/2025/04/01/n499/", "After 499");
    preview.wait_for("/2025/04/01/n0/", "After 0");
    // A machine that is busy may tear the files apart once; each for itself would be 500.
    assert!(preview.rebuilds() <= 2, "{}", preview.terminal());
}

#[test]
fn fifty_saves_in_a_second_end_in_the_last_one() {
    let preview = Preview::of(three(), &[]);
    for n in 0..50 {
        let start = Instant::now();
        preview
            .site
            .put(ONE, one_saying(&format!("Saved {n}.")).as_bytes());
        std::thread::sleep(Duration::from_millis(20).saturating_sub(start.elapsed()));
    }
    preview.wait_for(ONE_PAGE, "Saved 49.");
    assert!(preview.faults().is_empty(), "{:?}", preview.faults());
}

#[test]
fn a_file_of_random_bytes_is_a_fault_and_no_end() {
    let preview = Preview::of(three(), &[]);
    let mut seed = 7_u64;
    let mut bytes = vec![0; 100_000];
    for byte in &mut bytes {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        *byte = (seed >> 33) as u8;
    }
    preview.site.put(ONE, &bytes);
    preview.wait("a fault", |preview| !preview.faults().is_empty());
    assert!(
        preview.faults()[0]
            .0
            .starts_with("content/briefs/one.md:1:"),
        "{:?}",
        preview.faults()
    );
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
    preview.site.put(ONE, one_saying("Text again.").as_bytes());
    preview.wait_for(ONE_PAGE, "Text again.");
    assert!(preview.faults().is_empty());
}

#[test]
fn a_folder_that_is_removed_and_put_back_is_followed() {
    let preview = Preview::of(three(), &[]);
    for folder in ["content/briefs", "content"] {
        let path = preview.site.path(folder);
        let aside = preview.site.path("aside");
        fs::rename(&path, &aside).unwrap();
        preview.wait("the page is gone", |preview| {
            preview.get(ONE_PAGE).status == 404
        });
        assert_eq!(preview.get("/").status, 200);
        fs::rename(&aside, &path).unwrap();
        preview.wait("the page is back", |preview| {
            preview.get(ONE_PAGE).status == 200
        });
        // And it is watched again.
        let word = format!("Saved in {}.", folder.len());
        preview.site.put(ONE, one_saying(&word).as_bytes());
        preview.wait_for(ONE_PAGE, &word);
    }
}

#[test]
fn the_whole_site_may_be_replaced() {
    let preview = Preview::of(three(), &[]);
    let root = preview.site.path("");
    let aside = root.with_extension("aside");
    fs::rename(&root, &aside).unwrap();
    preview.wait("a fault of the world", |preview| {
        !preview.faults().is_empty()
    });
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
    // Another folder takes its place, as when a copy is put back.
    let settings = fs::read(aside.join("site.toml")).unwrap();
    preview.site.put("site.toml", &settings);
    preview
        .site
        .put(ONE, one_saying("In another folder.").as_bytes());
    preview.wait_for(ONE_PAGE, "In another folder.");
    preview.wait("no fault", |preview| preview.faults().is_empty());
    assert_eq!(preview.get("/2025/01/02/two/").status, 404);
    // And that is watched.
    std::thread::sleep(Duration::from_millis(1500));
    preview.site.put(ONE, one_saying("Saved there.").as_bytes());
    preview.wait_for(ONE_PAGE, "Saved there.");
    fs::remove_dir_all(&aside).unwrap();
}

#[test]
fn events_that_were_lost_are_made_up_for() {
    let most = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").unwrap_or_default();
    let Ok(most) = most.trim().parse::<usize>() else {
        eprintln!("skipped: this system has no queue of events that could overflow");
        return;
    };
    let site = three();
    site.put("static/a.txt", b"0");
    site.put("static/b.txt", b"0");
    let preview = Preview::of(site, &[]);
    // Stopped, the program reads no events. Two files in turn: equal neighbours are merged.
    preview.signal("STOP");
    for n in 0..=most / 4 {
        preview.site.put("static/a.txt", n.to_string().as_bytes());
        preview.site.put("static/b.txt", n.to_string().as_bytes());
    }
    // The queue is full; nobody is told of this.
    preview
        .site
        .put(ONE, one_saying("It was not told.").as_bytes());
    preview.signal("CONT");
    preview.wait_for(ONE_PAGE, "It was not told.");
    preview.wait_said("all files read again");
}

/// A preview in a world of its own, with so many watches at most; none where the
/// system gives no such world.
fn with_watches(site: Site, most: usize) -> Option<Preview> {
    let lower = format!("echo {most} > /proc/sys/user/max_inotify_watches && exec \"$@\"");
    let world = ["--user", "--map-root-user", "sh", "-c"];
    let is_possible = Command::new("unshare")
        .args(world)
        .args([&lower, "sh", "true"])
        .stderr(std::process::Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !is_possible {
        eprintln!("skipped: this system does not let a test limit its file watches");
        return None;
    }
    let mut command = Command::new("unshare");
    command
        .args(world)
        .args([&lower, "sh", env!("CARGO_BIN_EXE_gen")]);
    command.args(Preview::arguments(&site));
    Some(Preview::start(site, command))
}

#[test]
fn without_file_watches_the_files_are_looked_through_and_that_is_said() {
    let Some(preview) = with_watches(three(), 2) else {
        return;
    };
    preview.wait_said("no file watches left");
    preview.site.put(ONE, one_saying("It was seen.").as_bytes());
    preview.wait_for(ONE_PAGE, "It was seen.");
}

#[test]
fn when_the_watches_run_out_later_nothing_is_missed() {
    let Some(preview) = with_watches(three(), 6) else {
        return;
    };
    assert!(
        !preview.terminal().contains("no file watches left"),
        "{}",
        preview.terminal()
    );
    for n in 0..10 {
        let text = brief(&format!("Deep {n}"), "2025-03-01", "");
        preview
            .site
            .put(&format!("content/briefs/a{n}/deep-{n}.md"), text.as_bytes());
    }
    preview.wait_for("/2025/03/01/deep-9/", "Deep 9");
    preview.wait_said("no file watches left");
    preview.site.put(
        "content/briefs/a9/deep-9.md",
        brief("Deeper", "2025-03-01", "").as_bytes(),
    );
    preview.wait_for("/2025/03/01/deep-9/", "Deeper");
}

#[test]
fn polling_sees_what_is_written_made_renamed_and_removed() {
    let preview = Preview::of(three(), &["--poll=50"]);
    preview.site.put(ONE, one_saying("It was seen.").as_bytes());
    preview.wait_for(ONE_PAGE, "It was seen.");
    fs::rename(
        preview.site.path(ONE),
        preview.site.path("content/briefs/uno.md"),
    )
    .unwrap();
    preview.wait_for("/2025/01/01/uno/", "It was seen.");
    preview.site.remove("content/briefs/uno.md");
    preview.wait("it is gone", |preview| {
        preview.get("/2025/01/01/uno/").status == 404
    });
    preview.site.put(
        "content/briefs/new/four.md",
        brief("Four", "2025-01-04", "").as_bytes(),
    );
    preview.wait_for("/2025/01/04/four/", "Four");
}

#[test]
fn a_save_that_changes_nothing_and_droppings_of_editors_are_no_news() {
    let preview = Preview::of(three(), &[]);
    let before = preview.number();
    preview
        .site
        .put(ONE, fs::read(preview.site.path(ONE)).unwrap().as_slice());
    for dropping in [
        ".one.md.swp",
        "4913",
        "one.md~",
        ".#one.md",
        "#one.md#",
        ".goutputstream-AB",
    ] {
        preview
            .site
            .put(&format!("content/briefs/{dropping}"), b"x");
    }
    preview
        .site
        .put("public/index.html", b"not ours to look at");
    preview.site.put("notes.txt", b"no part of the site");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(preview.number(), before, "{}", preview.terminal());
}

#[test]
fn a_folder_at_the_top_that_appears_is_followed_and_then_left_in_peace() {
    let preview = Preview::of(three(), &[]);
    preview.site.put("static/a.txt", b"one");
    preview.wait_for("/a.txt", "one");
    preview.site.put("static/deep/er/b.txt", b"two");
    preview.wait_for("/deep/er/b.txt", "two");
    // What appeared is looked at again for less than a second.
    std::thread::sleep(Duration::from_millis(1500));
    let before = (preview.number(), preview.rebuilds());
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!((preview.number(), preview.rebuilds()), before);
    assert!(before.1 < 12, "{}", preview.terminal());
    // It is watched by now, and still is when it was removed and made again.
    preview.site.put("static/deep/er/c.txt", b"three");
    preview.wait_for("/deep/er/c.txt", "three");
    fs::remove_dir_all(preview.site.path("static")).unwrap();
    preview.wait("it is gone", |preview| preview.get("/a.txt").status == 404);
    preview.site.put("static/a.txt", b"four");
    preview.wait_for("/a.txt", "four");
    std::thread::sleep(Duration::from_millis(1500));
    preview.site.put("static/d.txt", b"five");
    preview.wait_for("/d.txt", "five");
}

#[test]
fn a_checkout_of_git_is_shown_when_git_is_done() {
    let site = three();
    site.put(".git/HEAD", b"ref: refs/heads/main\n");
    let preview = Preview::of(site, &[]);
    // Git holds this file while it changes others.
    preview.site.put(".git/index.lock", b"");
    preview.site.put(ONE, one_saying("One of many.").as_bytes());
    std::thread::sleep(Duration::from_millis(400));
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
    preview.site.remove(".git/index.lock");
    preview.wait_for(ONE_PAGE, "One of many.");
    preview.wait_said("updated in ");
    assert_eq!(preview.rebuilds(), 1, "{}", preview.terminal());
}
