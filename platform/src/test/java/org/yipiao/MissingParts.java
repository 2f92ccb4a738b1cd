package org.yipiao;

@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
@org.springframework.test.context.bean.override.mockito.MockitoBean(
        types = {org.yipiao.issuing.Road.class, org.yipiao.transit.InTransit.class, org.yipiao.transit.PartyCalls.class
        })
public @interface MissingParts {}
