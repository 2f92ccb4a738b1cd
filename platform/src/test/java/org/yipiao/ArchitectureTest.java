package org.yipiao;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Open;
import org.yipiao.access.Permit;
import org.yipiao.access.SignedIn;

@AnalyzeClasses(packages = "org.yipiao", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule the_bill_is_plain_java = noClasses()
            .that()
            .resideInAPackage("org.yipiao.bill..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "jakarta.servlet..", "org.yipiao.shared..");

    @ArchTest
    static final ArchRule shared_values_know_no_framework = noClasses()
            .that()
            .resideInAPackage("org.yipiao.shared..")
            .and()
            .doNotHaveSimpleName("package-info")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "jakarta..");

    @ArchTest
    static final ArchRule sql_stands_in_stores = noClasses()
            .that(not(simpleNameEndingWith("Store")))
            .and(are(not(resideInAPackage("org.yipiao.database.."))))
            // Checks the ledger independently of the store whose work it checks.
            .and(are(not(simpleName("LedgerAudit"))))
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(JdbcClient.class, JdbcTemplate.class)
            .because("all SQL of a module stands in its *Store");

    @ArchTest
    static final ArchRule nothing_keeps_a_connection = noClasses()
            .should()
            .callMethod(JdbcClient.MappedQuerySpec.class, "stream")
            .because("a stream that nobody closes keeps its connection for ever, and twenty of them stop the platform");

    @ArchTest
    static final ArchRule stores_and_controllers_are_nobody_elses_business = classes()
            .that()
            .haveSimpleNameEndingWith("Store")
            .or()
            .areAnnotatedWith(RestController.class)
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule controllers_are_named_after_what_they_serve =
            classes().that().areAnnotatedWith(RestController.class).should().haveSimpleNameEndingWith("Http");

    @ArchTest
    static final ArchRule every_route_says_who_may_use_it = methods()
            .that()
            .areAnnotatedWith(GetMapping.class)
            .or()
            .areAnnotatedWith(PostMapping.class)
            .or()
            .areAnnotatedWith(PutMapping.class)
            .or()
            .areAnnotatedWith(PatchMapping.class)
            .or()
            .areAnnotatedWith(DeleteMapping.class)
            .or()
            .areAnnotatedWith(RequestMapping.class)
            .should()
            .beAnnotatedWith(Permit.class)
            .orShould()
            .beAnnotatedWith(Open.class)
            .orShould()
            .beAnnotatedWith(SignedIn.class);

    @ArchTest
    static final ArchRule everything_comes_in_through_the_constructor =
            noFields().should().beAnnotatedWith(Autowired.class);

    @ArchTest
    static final ArchRule names_come_from_the_field_not_from_layers = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Utils?|Manager|Helper|VO|DTO|DAO|ServiceImpl|Mapper|Entity)")
            .because("the glossary has a better word");
}
