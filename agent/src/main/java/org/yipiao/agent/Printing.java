package org.yipiao.agent;

import java.awt.print.PrinterException;
import java.awt.print.PrinterJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import javax.print.PrintService;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.printing.PDFPageable;

/** 打印 Where the pages of a bill go. */
interface Printing {
    /** @param name for the queue or the file @throws IOException in Chinese, when it was not printed */
    void print(byte[] pdf, String name) throws IOException;

    /** 打印到文件夹 For sites that print from a folder, and for trying things. A file is there whole or not at all. */
    record Folder(Path folder) implements Printing {
        @Override
        public void print(byte[] pdf, String name) throws IOException {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, ".print-", ".part");
            Files.write(part, pdf);
            Path file = folder.resolve(name + ".pdf");
            for (int copy = 2; Files.exists(file); copy++) {
                file = folder.resolve(name + "-" + copy + ".pdf");
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** 系统打印机 A printer of this machine. @param name empty: the machine's default */
    record Printer(String name) implements Printing {
        @Override
        public void print(byte[] pdf, String title) throws IOException {
            try (PDDocument document = Loader.loadPDF(pdf)) {
                PrinterJob job = PrinterJob.getPrinterJob();
                job.setJobName(title);
                if (!name.isEmpty()) {
                    job.setPrintService(service());
                } else if (job.getPrintService() == null) {
                    throw new IOException("本机没有默认打印机，请在系统中添加打印机，或在 agent.properties 中设置 printer");
                }
                job.setPageable(new PDFPageable(document));
                job.print();
            } catch (PrinterException e) {
                throw new IOException("打印机不能打印：" + e.getMessage(), e);
            }
        }

        private PrintService service() throws IOException {
            PrintService[] services = PrinterJob.lookupPrintServices();
            return Arrays.stream(services)
                    .filter(service ->
                            service.getName().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IOException("没有名为 " + name + " 的打印机，本机有："
                            + String.join(
                                    "、",
                                    Arrays.stream(services)
                                            .map(PrintService::getName)
                                            .toList())));
        }
    }
}
