package org.yipiao.sandbox.bureau;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** 审核口径 set from the control page and by tests. */
@RestController
@RequestMapping("/sandbox/bureau/review")
class ReviewHttp {
    private final Review review;

    ReviewHttp(Review review) {
        this.review = review;
    }

    @GetMapping
    Review.Rule rule() {
        return review.rule();
    }

    @PutMapping
    Review.Rule set(@RequestBody Review.Rule rule) {
        review.set(rule);
        return review.rule();
    }

    @DeleteMapping
    Review.Rule reset() {
        review.reset();
        return review.rule();
    }
}
