package dev.millrace.crm.salesforce;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import java.io.IOException;

/**
 * A call of a type whose objects are not described yet: asks for the descriptions first, once a
 * task. Without them it could not be told whether a field takes text or a number, and Salesforce
 * refuses a whole call for one value of the other.
 */
final class DescribeFirst implements CrmCall {

  private final SObjectType type;
  private final CrmCall call;
  private String asked;

  DescribeFirst(SObjectType type, CrmCall call) {
    this.type = type;
    this.call = call;
  }

  @Override
  public CrmRequest first() {
    asked = type.undescribed();
    return asked == null ? call.first() : CrmRequest.get(type.path().describe(asked));
  }

  @Override
  public Answer read(CrmResponse response) {
    if (asked == null) {
      return call.read(response);
    }
    if (type.descriptions().get(asked) == null) {
      boolean ofParent = !asked.equals(type.type().object());
      if (response.status() == 200) {
        try {
          type.descriptions().put(asked, SObject.read(response.body()));
        } catch (IOException e) {
          return SalesforceErrors.notJson(response);
        }
      } else if (ofParent && (response.status() == 403 || response.status() == 404)) {
        // The user may write to it without seeing it; only its field's type is not known then.
        type.descriptions().put(asked, SObject.UNKNOWN);
      } else {
        return SalesforceErrors.answer(response, type.type());
      }
    }
    return Answer.next(first());
  }

  @Override
  public CrmRequest resume() {
    return asked == null ? call.resume() : null;
  }
}
