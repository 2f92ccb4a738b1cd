package org.yipiao.access;

/** 可调参数 A figure of the installation that its administrators change while it runs. */
public enum Parameter {
    LOGIN_TRIES_PER_MINUTE("yipiao.login.tries-per-minute", 60, 10, 10_000);

    private final String key;
    private final long usual;
    private final long min;
    private final long max;

    Parameter(String key, long usual, long min, long max) {
        this.key = key;
        this.usual = usual;
        this.min = min;
        this.max = max;
    }

    /** As it stands in a configuration file. */
    public String key() {
        return key;
    }

    public long usual() {
        return usual;
    }

    public long min() {
        return min;
    }

    public long max() {
        return max;
    }
}
