import java.io.BufferedReader;
import java.io.File;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;

/**
 * Validates the PDFs that standard input names, one a line, against the profiles given as arguments
 * (PDFUA-1, PDFA-3A), all in one process. tools/verapdf.py runs it and reads what it prints: lines of
 * fields with a tab between.
 *
 * <pre>
 * profile  NAME  RULES
 * passed   FILE  NAME  CHECKS
 * failed   FILE  NAME  CLAUSE  TEST  COUNT  MESSAGE
 * broken   FILE  NAME  MESSAGE
 * </pre>
 *
 * The profiles lie in veraPDF's own jar; looking them up by flavour finds none, so they are read as XML.
 */
public class Verapdf {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  public static void main(String[] names) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    List<ValidationProfile> profiles = new ArrayList<>();
    for (String name : names) {
      String path = "/org/verapdf/pdfa/validation/" + name + ".xml";
      try (InputStream xml = Profiles.class.getResourceAsStream(path)) {
        profiles.add(Profiles.profileFromXml(xml));
      }
      say("profile", name, profiles.get(profiles.size() - 1).getRules().size());
    }
    BufferedReader files =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String file = files.readLine(); file != null; file = files.readLine()) {
      for (int at = 0; at < names.length; at++) {
        validate(file, names[at], profiles.get(at));
      }
    }
  }

  private static void validate(String file, String name, ValidationProfile profile) {
    try (PDFAParser parser =
            Foundries.defaultInstance().createParser(new File(file), profile.getPDFAFlavour());
        PDFAValidator validator = ValidatorFactory.createValidator(profile, false)) {
      ValidationResult result = validator.validate(parser);
      if (result.isCompliant()) {
        say("passed", file, name, result.getTotalAssertions());
      }
      for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
        RuleId rule = failed.getKey();
        String message = profile.getRuleByRuleId(rule).getDescription();
        say("failed", file, name, rule.getClause(), rule.getTestNumber(), failed.getValue(), message);
      }
    } catch (Exception | StackOverflowError error) {
      say("broken", file, name, error);
    }
  }

  private static void say(Object... fields) {
    List<String> words = new ArrayList<>();
    for (Object field : fields) {
      words.add(String.valueOf(field).replaceAll("\\s+", " ").trim());
    }
    OUT.println(String.join("\t", words));
  }
}
