package org.yipiao;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.mock.web.MockHttpServletRequest;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contract that pages and outside programs are built on is a file of this repository. It changes only on purpose:
 * {@code -Dyipiao.contract.write=true} writes it anew.
 */
@SpringBootTest(
        properties = {
            "springdoc.api-docs.enabled=true",
            "springdoc.default-produces-media-type=application/json",
            "spring.main.lazy-initialization=true"
        })
class ContractTest {
    private static final Path FILE = Path.of("../docs/openapi.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(CurrentUser.class);
    }

    @Autowired
    OpenApiWebMvcResource contract;

    @Test
    void the_contract_is_what_the_product_answers() throws Exception {
        String generated = generated();
        if (Boolean.getBoolean("yipiao.contract.write")) {
            Files.writeString(FILE, generated);
        }
        assertThat(Files.exists(FILE) ? Files.readString(FILE) : "")
                .as("docs/openapi.json differs: if the change is meant, run this test with -Dyipiao.contract.write=true"
                        + " and look at the difference before committing it")
                .isEqualTo(generated);
    }

    private String generated() throws IOException {
        var request = new MockHttpServletRequest("GET", "/v3/api-docs");
        var document = (ObjectNode) JSON.readTree(contract.openapiJson(request, "/v3/api-docs", Locale.ROOT));
        document.remove("servers");
        document.set("info", JSON.createObjectNode().put("title", "医票 Yipiao").put("version", "v1"));
        return JSON.writeValueAsString(sorted(document)) + "\n";
    }

    /** Keys in order, so that a difference shows what changed and not how it was generated. */
    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var sorted = JSON.createObjectNode();
            object.propertyNames().stream().sorted().forEach(name -> sorted.set(name, sorted(object.get(name))));
            return sorted;
        }
        if (node.isArray()) {
            var array = JSON.createArrayNode();
            node.forEach(element -> array.add(sorted(element)));
            return array;
        }
        return node;
    }

    /** In our records everything is there unless it says {@code @Nullable}; the contract says the same. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Required {
        @Bean
        ModelConverter presentUnlessNullable() {
            return new PresentUnlessNullable();
        }

        @Bean
        ModelResolver namedAfterTheirPage(ObjectMapperProvider mappers) {
            return new ModelResolver(mappers.jsonMapper(), new NamedAfterTheirPage());
        }

        /** Whatever is refused is refused in one shape. */
        @Bean
        OpenApiCustomizer everyRefusalIsAProblem() {
            return document -> {
                ModelConverters.getInstance().readAll(Problem.class).forEach((name, schema) -> {
                    Schema<?> known = schema;
                    known.setRequired(List.copyOf(known.getProperties().keySet()));
                    document.getComponents().addSchemas(name, schema);
                });
                var problem = new ApiResponse()
                        .description("问题说明")
                        .content(new Content()
                                .addMediaType(
                                        "application/problem+json",
                                        new MediaType().schema(new Schema<>().$ref("Problem"))));
                document.getPaths().values().stream()
                        .flatMap(path -> path.readOperations().stream())
                        .forEach(operation -> operation.getResponses().addApiResponse("default", problem));
            };
        }
    }

    /** {@code BillDetail.Item} is BillDetailItem: two pages may each have an item of their own. */
    private static final class NamedAfterTheirPage extends TypeNameResolver {
        @Override
        protected String getNameOfClass(Class<?> type) {
            var outer = type.getEnclosingClass();
            return outer == null
                    ? type.getSimpleName()
                    : outer.getSimpleName().replaceFirst("Http$", "") + type.getSimpleName();
        }
    }

    private static final class PresentUnlessNullable implements ModelConverter {
        @Override
        public @Nullable Schema<?> resolve(
                AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
            Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
            var raw = com.fasterxml.jackson.databind.type.TypeFactory.defaultInstance()
                    .constructType(type.getType())
                    .getRawClass();
            if (schema != null && raw.isRecord()) {
                Schema<?> named = schema.get$ref() == null
                        ? schema
                        : context.getDefinedModels()
                                .get(schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1));
                if (named != null && named.getProperties() != null) {
                    named.setRequired(required(raw, named));
                }
            }
            return schema;
        }

        private static List<String> required(Class<?> type, Schema<?> schema) {
            return schema.getProperties().keySet().stream()
                    .filter(name -> !nullable(type, name))
                    .sorted()
                    .toList();
        }

        private static boolean nullable(Class<?> type, String name) {
            return Arrays.stream(type.getRecordComponents())
                    .filter(component -> component.getName().equals(name))
                    .anyMatch(component -> component.getAnnotatedType().isAnnotationPresent(Nullable.class));
        }
    }
}
