package org.yipiao.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path home;

    @Test
    void without_a_file_the_agent_stands_where_desktop_his_programs_look_and_prints_on_the_default_printer()
            throws IOException {
        Settings settings = Settings.read(home);
        assertThat(settings.port()).isEqualTo(13526);
        assertThat(settings.platform()).isEmpty();
        assertThat(settings.origins()).isEmpty();
        assertThat(settings.printing()).isEqualTo(new Printing.Printer(""));
    }

    @Test
    void a_kind_of_bill_may_have_its_own_printer() throws IOException {
        Settings settings = read("""
                port = 13600
                platform = https://10.0.0.1/medical-web
                origins = http://a.example  http://b.example
                printer = folder
                printer.0601 = 收费处一号
                """);
        assertThat(settings.port()).isEqualTo(13600);
        assertThat(settings.origins()).containsExactlyInAnyOrder("http://a.example", "http://b.example");
        assertThat(settings.printing()).isEqualTo(new Printing.Folder(home.resolve("print")));
        assertThat(settings.byKind()).containsEntry("0601", new Printing.Printer("收费处一号"));
    }

    @Test
    void wrong_settings_are_told() {
        assertThatThrownBy(() -> read("port = 70000")).hasMessageContaining("端口号");
        assertThatThrownBy(() -> read("platform = 10.0.0.1")).hasMessageContaining("平台地址应形如");
    }

    private Settings read(String text) throws IOException {
        Files.writeString(home.resolve("agent.properties"), text);
        return Settings.read(home);
    }
}
